import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { aQueueThatComesBack, stateOf } from '../../testing/tills/lostKey.ts';

const disk = vi.hoisted(() => ({ keepsNames: false }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    rename: async (from: string, to: string) => {
      if (disk.keepsNames && from.endsWith('.JOURNAL'))
        throw Object.assign(new Error('refused'), { code: 'EIO' });
      return real.rename(from, to);
    },
  };
});

async function inCapitals() {
  const made = await aQueueThatComesBack();
  const { aside } = made;
  for (const name of await readdir(aside))
    await rename(join(aside, name), join(aside, name.toUpperCase()));
  return made;
}

test('what waits for its key comes back in whatever letters a tool has given the files of its folder', async () => {
  const { start } = await inCapitals();
  const { till, codes } = await start();
  expect([stateOf(till, 1), codes()]).toEqual(['pending', ['queue.taken-in']]);
});

// To Windows and macOS it has that name in whatever letters.
test.skipIf(process.platform !== 'linux')(
  'it is told where the disk keeps a file of it under such a name, and comes back once that lets go',
  async () => {
    const { start } = await inCapitals();
    disk.keepsNames = true;
    const first = await start();
    disk.keepsNames = false;
    expect([stateOf(first.till, 1), first.codes()]).toEqual([undefined, ['store.key-unreadable']]);
    await first.stop();
    expect(stateOf((await start()).till, 1)).toBe('pending');
  },
);

// Likewise: it would be the file itself.
test.skipIf(process.platform !== 'linux')(
  'what only stands beside a file in such letters keeps nobody from coming back',
  async () => {
    const { start, aside } = await aQueueThatComesBack();
    await writeFile(join(aside, 'KEY.JSON'), '{}');
    expect(stateOf((await start()).till, 1)).toBe('pending');
  },
);

// Likewise.
test.skipIf(process.platform !== 'linux').each([
  ['KEY.JSON', 'Key.json'],
  ['Key.json', 'KEY.JSON'],
])(
  'of two files that have a name in other letters, %s being its own, neither is written over the other: that is told, and whoever waits there comes back once one of them is gone',
  async (own, other) => {
    const { start, aside } = await aQueueThatComesBack();
    await rename(join(aside, 'key.json'), join(aside, own));
    await writeFile(join(aside, other), '{}');
    const first = await start();
    expect([stateOf(first.till, 1), first.codes()]).toEqual([undefined, ['store.key-unreadable']]);
    expect(await readFile(join(aside, other), 'utf8')).toBe('{}');
    await first.stop();
    await rm(join(aside, other));
    expect(stateOf((await start()).till, 1)).toBe('pending');
  },
);

// Likewise: to others what is removed is the file in any letters.
test.skipIf(process.platform !== 'linux')(
  'what a power cut has left of a folder that was taken in goes also where the other letters of before came back with it',
  async () => {
    const { start, aside } = await aQueueThatComesBack();
    await cp(aside, `${aside}-before`, { recursive: true });
    const left = `${aside}.taken`;
    await (await start()).stop();
    for (const name of await readdir(`${aside}-before`)) {
      await rm(join(left, name), { force: true });
      await cp(join(`${aside}-before`, name), join(left, name.toUpperCase()));
    }
    await rm(`${aside}-before`, { recursive: true });
    const { till } = await start();
    expect(stateOf(till, 1)).toBe('pending');
    const names = await readdir(left);
    expect(names.filter((name) => /^(?:outbox-|pin|settings)/i.test(name))).toEqual([]);
  },
);
