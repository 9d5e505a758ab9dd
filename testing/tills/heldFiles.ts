import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/**
 * How another program has a file open. `alone`: nobody else can open, rename or remove it meanwhile, as a backup that
 * locks or an antivirus that moves something has it; `reading`: others may open it, and not put another one in its place.
 */
export type Holding = 'alone' | 'reading';

/** libuv's `UV_FS_O_EXLOCK`, on Windows: shared with nobody. */
const SHARED_WITH_NOBODY = 0x10000000;

const HOLDER = `
  const { existsSync, openSync, writeFileSync } = require('node:fs');
  const [flags, held, letGo, ...paths] = process.argv.slice(1);
  for (const path of paths) openSync(path, Number(flags));
  writeFileSync(held, '');
  setInterval(() => existsSync(letGo) && process.exit(0), 20);
`;

/** On Windows alone: another process holds these files. Gives the way to let go of them, which waits until it has. */
export async function holdFiles(
  paths: readonly string[],
  holding: Holding,
): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-held-'));
  const [held, letGo] = [join(folder, 'held'), join(folder, 'let-go')];
  const flags = constants.O_RDONLY | (holding === 'alone' ? SHARED_WITH_NOBODY : 0);
  const words = [String(flags), held, letGo, ...paths];
  // Node's own pipes do not work under wine.
  const child = spawn(process.execPath, ['-e', HOLDER, '--', ...words], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const release = async () => {
    await writeFile(letGo, '');
    await ended;
  };
  onTestFinished(async () => {
    await release();
    await rm(folder, { recursive: true, force: true });
  });
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (!(await isThere(held))) {
    if (isOver) throw new Error('the files could not be held');
    await sleep(20);
  }
  return release;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
