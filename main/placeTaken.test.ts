import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder, startTill } from '../testing/tills/openedTill.ts';

/** Longer than any text can be. */
const HUGE = 600 * 1024 * 1024;

async function startWith(name: string, take: (path: string) => Promise<unknown>) {
  const folder = await freshFolder();
  await (await startTill(folder)).stop();
  const path = join(folder, name);
  await rm(path, { force: true });
  await take(path);
  const { codes, stop } = await startTill(folder, { offer: null });
  await stop();
  return { codes: codes(), names: await readdir(dirname(path)) };
}

async function hugeFile(path: string): Promise<void> {
  await writeFile(path, '');
  await truncate(path, HUGE);
}

describe.each(['settings.json', 'pin.json', 'draft.json'])('in the place of %s', (name) => {
  test.each([
    ['a folder', (path: string) => mkdir(path)],
    ['a file without measure', hugeFile],
  ])('%s is set aside and told, and the till starts', async (_what, take) => {
    const { codes, names } = await startWith(name, take);
    expect(codes).toContain('store.set-aside');
    expect(names.filter((one) => one.startsWith(`${name}.unreadable-`))).toHaveLength(1);
  });
});

test.each([
  ['a folder', (path: string) => mkdir(path)],
  ['a file without measure', hugeFile],
])(
  '%s in the place of the key is set aside; none is made anew, and somebody is asked',
  async (_what, take) => {
    const folder = await freshFolder();
    await (await startTill(folder)).stop();
    const path = join(folder, 'key.json');
    await rm(path);
    await take(path);
    await expect(startTill(folder, { offer: null })).rejects.toMatchObject({ problem: 'gone' });
    expect(await readdir(folder)).not.toContain('key.json');
  },
);

test.each(['data.mark', 'data.audit'])(
  'a file without measure in the place of %s beside the folder is set aside and told',
  async (name) => {
    const { codes, names } = await startWith(join('..', name), hugeFile);
    expect(codes).toContain('store.set-aside');
    expect(names.filter((one) => one.startsWith(`${name}.unreadable-`))).toHaveLength(1);
  },
);

test('a folder in the place of the mark beside the folder is set aside and told', async () => {
  const { codes, names } = await startWith(join('..', 'data.mark'), (path) => mkdir(path));
  expect(codes).toContain('store.set-aside');
  expect(names.filter((one) => one.startsWith('data.mark.unreadable-'))).toHaveLength(1);
});
