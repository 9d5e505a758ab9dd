import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { noOtherName } from '../../testing/doubles/noOtherName.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  aQueueThatComesBack,
  DAY,
  START,
  send,
  stateOf,
  type tillOfLostKey,
} from '../../testing/tills/lostKey.ts';

const disk = vi.hoisted(() => ({
  /** Called just before a folder that was taken in gets its other name. */
  beforeTaken: async () => {},
  isGone: false,
}));
vi.mock('../vault/asideFolders.ts', async (original) => {
  const actual = await original<typeof import('../vault/asideFolders.ts')>();
  return {
    ...actual,
    renameAsTaken: async (...given: Parameters<typeof actual.renameAsTaken>) => {
      await disk.beforeTaken();
      return actual.renameAsTaken(...given);
    },
  };
});
vi.mock('../disk/realDisk.ts', async (original) => {
  const { realDisk } = await original<typeof import('../disk/realDisk.ts')>();
  const open: typeof realDisk.open = async (path, mode) => {
    const file = await realDisk.open(path, mode);
    const writeDurably: typeof file.writeDurably = async (...given) => {
      if (disk.isGone) throw Object.assign(new Error('gone'), { code: 'EIO' });
      return file.writeDurably(...given);
    };
    return { ...file, writeDurably };
  };
  return { realDisk: { ...realDisk, open } };
});

type Made = Awaited<ReturnType<typeof tillOfLostKey>>;

/** The power goes when all of it is stored, and its folder has not got its other name yet. */
async function cutBeforeName({ start, folder }: Made): Promise<void> {
  const cut = `${folder}-cut`;
  const beside = ['', '.mark', '.audit'];
  disk.beforeTaken = async () => {
    for (const end of beside) await cp(folder + end, cut + end, { recursive: true });
  };
  await (await start()).stop();
  disk.beforeTaken = async () => {};
  await rm(folder, { recursive: true });
  for (const end of beside) await cp(cut + end, folder + end, { recursive: true });
}

/** What hinders the start after an interruption from ending it, and how that passes. */
const HINDRANCES: [string, (made: Made & { aside: string }) => Promise<() => Promise<void>>][] = [
  [
    'cut by the power, when the folder then takes no other name',
    async (made) => {
      await cutBeforeName(made);
      const pass = noOtherName();
      return async () => pass();
    },
  ],
  [
    'cut by the power, when its key then does not open',
    async (made) => {
      await cutBeforeName(made);
      made.store.isClosed = true;
      return async () => {
        made.store.isClosed = false;
      };
    },
  ],
];

test.each(HINDRANCES)(
  'nothing of a taking in that was interrupted leaves before it is done, and nothing twice: %s',
  async (_, hinder) => {
    const made = await aQueueThatComesBack();
    const pass = await hinder(made);
    const second = await made.start();
    expect(stateOf(second.till, 1)).toBe('pending');
    expect(second.codes()).toContain('store.key-unreadable');
    expect(await send(second.till, 1)).toBe(false);
    await second.stop();
    await pass();
    const third = await made.start();
    expect(third.codes()).not.toContain('store.key-unreadable');
    expect(await send(third.till, 1)).toBe(true);
    await third.stop();
    const last = await made.start({ clock: new VirtualClock(START + 8 * DAY) });
    expect(stateOf(last.till, 1)).toBeUndefined();
  },
);

test('nor where the disk was away at the end, and what was stored could not be erased again', async () => {
  const { start, folder, aside } = await aQueueThatComesBack();
  let pass = () => {};
  disk.beforeTaken = async () => {
    disk.isGone = true;
    pass = noOtherName();
  };
  const first = await start();
  disk.beforeTaken = async () => {};
  disk.isGone = false;
  expect(stateOf(first.till, 1)).toBe('pending');
  expect(await readdir(folder)).toContain(basename(aside));
  expect(await send(first.till, 1)).toBe(false);
  await first.stop();
  pass();
  const second = await start();
  expect(await send(second.till, 1)).toBe(true);
});

test('what the manager has closed meanwhile is not forgotten, and so does not come back to be sent', async () => {
  const made = await aQueueThatComesBack();
  await cutBeforeName(made);
  made.store.isClosed = true;
  const second = await made.start();
  await second.till.outbox.decisions.discard('1'.repeat(32), 'manager');
  await second.stop();
  const third = await made.start({ clock: new VirtualClock(START + 40 * DAY) });
  expect(stateOf(third.till, 1)).toBe('discarded');
  await third.stop();
  made.store.isClosed = false;
  const last = await made.start({ clock: new VirtualClock(START + 40 * DAY) });
  expect(await send(last.till, 1)).toBe(false);
});

test('nor is what may lie in a folder that cannot be read now', async () => {
  const made = await aQueueThatComesBack();
  await cutBeforeName(made);
  const journal = join(made.aside, 'outbox-000001.journal');
  await cp(journal, `${made.aside}-journal`);
  await writeFile(journal, 'H {"format":99}\n');
  const second = await made.start();
  expect(await send(second.till, 1)).toBe(true);
  await second.stop();
  await (await made.start({ clock: new VirtualClock(START + 8 * DAY) })).stop();
  await cp(`${made.aside}-journal`, journal);
  const last = await made.start({ clock: new VirtualClock(START + 8 * DAY) });
  expect(await send(last.till, 1)).toBe(false);
});
