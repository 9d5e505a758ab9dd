import { cp, readdir, rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  aQueueThatComesBack,
  send,
  stateOf,
  type tillOfLostKey,
} from '../../testing/tills/lostKey.ts';

/** What fails once the folder that was taken in has got its other name. */
const disk = vi.hoisted(() => ({ fails: '', isRenamed: false }));
vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof import('node:fs/promises')>();
  const failOn = (call: string) => {
    if (disk.isRenamed && disk.fails.includes(call))
      throw Object.assign(new Error(call), { code: 'EIO' });
  };
  return {
    ...actual,
    rename: async (from: string, to: string) => {
      await actual.rename(from, to);
      if (!to.endsWith('.taken') || disk.fails === '') return;
      disk.isRenamed = true;
      failOn('rename');
    },
    readdir: async (path: string) => {
      failOn('readdir');
      return actual.readdir(path);
    },
    open: async (...given: Parameters<typeof actual.open>) => {
      if (given[1] === 'r') failOn('flush');
      return actual.open(...given);
    },
  };
});

type Made = Awaited<ReturnType<typeof tillOfLostKey>>;

/** A start at the end of which the disk fails so, from when the folder has its other name. */
async function startWith(fails: string, { start }: Made) {
  Object.assign(disk, { fails, isRenamed: false });
  return start().finally(() => Object.assign(disk, { fails: '' }));
}

const storeFilesIn = async (path: string) =>
  (await readdir(path)).filter((name) => name.startsWith('outbox-'));

const FAILURES: [what: string, fails: string, why: string, isLeft: boolean][] = [
  ['the flush behind it fails', 'flush', 'before its name is durable nothing is removed', true],
  ['a share answers the rename that was done with an error', 'rename', 'it is seen', false],
];

// Windows flushes no folder.
test.each(FAILURES.filter(([, fails]) => process.platform !== 'win32' || fails !== 'flush'))(
  'a folder that has got its other name was taken in, also where %s: its saves are sent, and stay',
  async (_, fails, what, isLeft) => {
    const made = await aQueueThatComesBack();
    const first = await startWith(fails, made);
    expect(first.codes()).toEqual(['queue.taken-in']);
    expect((await storeFilesIn(`${made.aside}.taken`)).length > 0, what).toBe(isLeft);
    await first.stop();
    const second = await made.start();
    expect(await storeFilesIn(`${made.aside}.taken`)).toEqual([]);
    expect(await send(second.till, 1)).toBe(true);
  },
);

test('where nobody can tell which name it has, nothing is erased, and nothing is sent before the next start', async () => {
  const made = await aQueueThatComesBack();
  const first = await startWith('rename readdir', made);
  expect(first.codes()).toContain('store.key-unreadable');
  expect(stateOf(first.till, 1)).toBe('pending');
  expect(await send(first.till, 1)).toBe(false);
  await first.stop();
  const second = await made.start();
  expect(second.codes()).toEqual(['queue.taken-in']);
  expect(await send(second.till, 1)).toBe(true);
});

test('a folder that was taken in stays whole and is told as long as a save waits in it that is not here', async () => {
  const made = await aQueueThatComesBack();
  const taken = `${made.aside}.taken`;
  await rename(made.aside, taken);
  for (let starts = 0; starts < 2; starts += 1) {
    const { till, stop } = await made.start();
    const detail = '1 · 2026-11-24';
    expect(till.warnings).toContainEqual({ code: 'store.key-unreadable', detail });
    expect(await storeFilesIn(taken)).not.toEqual([]);
    await stop();
  }
  // Under its first name it is taken in.
  await cp(taken, made.aside, { recursive: true });
  await rm(taken, { recursive: true });
  const back = await made.start();
  expect(await send(back.till, 1)).toBe(true);
  expect(await readdir(made.folder)).toContain(basename(taken));
  expect(await storeFilesIn(taken)).toEqual([]);
});
