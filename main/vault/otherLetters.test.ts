import { readdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { SET_UP, save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';

/** A queue with save 1 that is set aside behind what somebody, or a tool, has done to the names in its folder. */
async function setAsideAfter(act: (folder: string) => Promise<void>) {
  const made = await tillOfLostKey();
  await save(made.till.till, 1);
  await made.till.stop();
  await act(made.folder);
  const aside = await made.loseKey();
  await (await made.start({ offer: SET_UP })).stop();
  made.store.isClosed = false;
  return { ...made, aside };
}

test.each([
  ['KEY.JSON', 'key.json'],
  ['Settings.json', 'settings.json'],
  ['Pin.json', 'pin.json'],
  ['OUTBOX-000001.journal', 'outbox-000001.journal'],
])(
  'what a tool has called %s is set aside under its own name, and who waits comes back: to Windows and macOS it is the same file, and the next key would take its place',
  async (other, own) => {
    const { aside, folder, start } = await setAsideAfter(async (path) =>
      rename(join(path, own), join(path, other)),
    );
    expect(await readdir(folder)).not.toContain(other);
    expect(await readdir(aside)).toContain(own);
    expect(stateOf((await start()).till, 1)).toBe('pending');
  },
);

// To Windows and macOS it would be the file itself.
test.skipIf(process.platform !== 'linux')(
  'what only has such a name beside the file itself takes its place nowhere',
  async () => {
    const { aside, start } = await setAsideAfter(async (folder) => {
      await writeFile(join(folder, 'KEY.JSON'), '{}');
      await writeFile(join(folder, 'Outbox-000001.journal'), '');
    });
    expect((await readdir(aside)).filter((name) => /^key\.json\.other-/i.test(name))).toHaveLength(
      1,
    );
    expect(stateOf((await start()).till, 1)).toBe('pending');
  },
);

test.each([(name: string) => name.toLowerCase(), (name: string) => name.toUpperCase()])(
  'a folder that waits does so in whatever letters: who is in it comes back',
  async (named) => {
    const { aside, start } = await setAsideAfter(async () => undefined);
    await rename(aside, join(dirname(aside), named(basename(aside))));
    expect(stateOf((await start()).till, 1)).toBe('pending');
  },
);
