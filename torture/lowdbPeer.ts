import { registerHooks } from 'node:module';
import { PowerDisk } from '../testing/doubles/powerDisk.ts';

/**
 * Run in a process of its own: lowdb's own file adapter, its real code, on the same disk that loses
 * power. It shows that the check can fail: lowdb never flushes, so acknowledged saves are gone.
 */
let disk = new PowerDisk();

/** What lowdb and steno import from the file system, on the disk of this test. */
const fileSystem = {
  readFile: async (path: string) => {
    const bytes = await disk.read(String(path));
    if (bytes === null) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    return bytes.toString('utf8');
  },
  writeFile: async (path: string, text: string) => {
    const file = await disk.open(String(path), 'create');
    await file.write(Buffer.from(text), 0);
    await file.close();
  },
  rename: (from: string, to: string) => disk.rename(String(from), String(to)),
};
Object.assign(globalThis, { tillsideFileSystem: fileSystem });

const SHIM =
  'data:text/javascript,export const { readFile, writeFile, rename } = globalThis.tillsideFileSystem;';

registerHooks({
  resolve: (specifier, context, next) =>
    /^(node:)?fs\/promises$/.test(specifier) && /\/(steno|lowdb)\//.test(context.parentURL ?? '')
      ? { url: SHIM, shortCircuit: true }
      : next(specifier, context),
});

const { JSONFile } = await import('lowdb/node');
const cuts = Number(process.argv[2] ?? 100);
let lost = 0;
let acknowledged = 0;
let unreadable = 0;
for (let cut = 0; cut < cuts; cut += 1) {
  disk = new PowerDisk();
  const adapter = new JSONFile<number[]>('/data/saves.json');
  const saves: number[] = [];
  const count = 1 + Math.floor(Math.random() * 20);
  for (let save = 1; save <= count; save += 1) {
    saves.push(save);
    await adapter.write(saves);
  }
  acknowledged += count;
  disk = disk.afterCut();
  const found = await new JSONFile<number[]>('/data/saves.json').read().catch(() => {
    unreadable += 1;
    return null;
  });
  lost += count - (found?.length ?? 0);
}
console.log(JSON.stringify({ rounds: cuts, acknowledged, lost, unreadable, invented: 0 }));
