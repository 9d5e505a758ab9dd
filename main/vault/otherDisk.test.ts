import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { SET_UP, save, send, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { finishSettingAside, setAsideTogether } from './asideFolders.ts';

/** The data folder is a volume of its own, or a link to one: nothing is renamed into it, and each call may be the last. */
const disk = vi.hoisted(() => ({ folder: '', calls: 0, endsBefore: 0 }));
vi.mock('../files/durableFile.ts', async (original) => {
  const actual = await original<typeof import('../files/durableFile.ts')>();
  const isInside = (path: string) => path.startsWith(join(disk.folder, '/'));
  const step = () => {
    disk.calls += 1;
    if (disk.calls === disk.endsBefore) throw new Error('cut');
  };
  return {
    ...actual,
    renamePatiently: async (from: string, to: string) => {
      step();
      if (isInside(from) !== isInside(to))
        throw Object.assign(new Error('EXDEV'), { code: 'EXDEV' });
      return actual.renamePatiently(from, to);
    },
    replaceFile: async (...given: Parameters<typeof actual.replaceFile>) => {
      step();
      return actual.replaceFile(...given);
    },
    flushFolder: async (path: string) => {
      step();
      return actual.flushFolder(path);
    },
    patiently: async (call: () => Promise<unknown>) => {
      step();
      return actual.patiently(call);
    },
  };
});

test('a new queue begins also where the data folder is on another disk than what is beside it, and the old one comes back', async () => {
  const made = await tillOfLostKey();
  Object.assign(disk, { folder: made.folder, endsBefore: 0 });
  await save(made.till.till, 1);
  await made.till.stop();
  const aside = await made.loseKey();
  expect(await readdir(aside)).toContain('audit.head');
  expect(await readdir(dirname(made.folder))).not.toContain(`${basename(made.folder)}.audit`);
  await (await made.start({ offer: SET_UP })).stop();
  made.store.isClosed = false;
  const last = await made.start();
  expect(last.codes()).toEqual(['queue.taken-in']);
  expect(await send(last.till, 1)).toBe(true);
});

test('a crash before any step of that leaves all of the old queue for the next start to bring together', async () => {
  const names = ['key.json', 'outbox-000001.journal'];
  let isCut = true;
  for (let at = 1; isCut; at += 1) {
    const folder = await freshFolder();
    for (const name of names) await writeFile(join(folder, name), name);
    await writeFile(`${folder}.audit`, 'head');
    Object.assign(disk, { folder, calls: 0, endsBefore: at });
    isCut = await setAsideTogether(folder, 0).then(
      () => false,
      () => true,
    );
    disk.endsBefore = 0;
    await finishSettingAside(folder);
    const [aside = '', ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect((await readdir(join(folder, aside))).sort()).toEqual(['audit.head', ...names]);
    expect(await readFile(join(folder, aside, 'audit.head'), 'utf8')).toBe('head');
    expect(await readdir(dirname(folder))).toEqual(['data']);
  }
});

test('a folder in the place of the head stays where it is, and ends no start', async () => {
  const folder = await freshFolder();
  await writeFile(join(folder, 'key.json'), 'key');
  await mkdir(`${folder}.audit`);
  Object.assign(disk, { folder, endsBefore: 0 });
  await setAsideTogether(folder, 0);
  expect(await readdir(dirname(folder))).toEqual(['data', 'data.audit']);
});
