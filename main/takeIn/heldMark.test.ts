import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { unread } from '../../testing/doubles/unreadFile.ts';
import {
  aQueueThatComesBack,
  SET_UP,
  save,
  stateOf,
  tillOfLostKey,
} from '../../testing/tills/lostKey.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});
afterEach(() => {
  Object.assign(unread, { path: '', code: 'EBUSY', keepsItsName: false });
});

/** When somebody lets the till be set aside, as names have it. */
const NIGHT = '2026-11-24T00-00-00-000Z';

/** Two wait in a till whose key does not open any more. */
async function twoWait() {
  const made = await tillOfLostKey();
  for (const number of [1, 2]) await save(made.till.till, number);
  await made.till.stop();
  return made;
}

type Made = Awaited<ReturnType<typeof twoWait>>;

/** The next queue, in which a third is registered: as it stands at the start after that. */
async function thirdOfNextQueue({ start }: Made) {
  const fresh = await start({ offer: SET_UP });
  await save(fresh.till, 3);
  await fresh.stop();
  const again = await start();
  const third = again.till.outbox.saves.find('3'.repeat(32));
  await again.stop();
  return third;
}

test.each(['', 'EIO'])(
  'a queue that was set aside comes back as it would have, and the next one is in no doubt, where the disk did not give its watermark just then (%s)',
  async (code) => {
    const made = await twoWait();
    Object.assign(unread, { path: code === '' ? '' : `${made.folder}.mark`, code });
    await made.loseKey();
    // The next queue opens while the disk does not give it yet.
    expect(await thirdOfNextQueue(made)).toMatchObject({ sequence: 3, firstUnknownAt: null });
    unread.path = '';
    made.store.isClosed = false;
    const next = await made.start();
    expect([1, 2, 3].map((number) => stateOf(next.till, number))).toEqual(Array(3).fill('pending'));
  },
  30_000,
);

test('a watermark that can neither be read nor moved just then is not written over: the queue is set aside once it can be', async () => {
  const made = await twoWait();
  const mark = await readFile(`${made.folder}.mark`);
  Object.assign(unread, { path: `${made.folder}.mark`, keepsItsName: true });
  await expect(made.loseKey()).rejects.toMatchObject({ code: 'EBUSY' });
  unread.path = '';
  expect(await readFile(`${made.folder}.mark`)).toEqual(mark);
  expect(await thirdOfNextQueue(made)).toMatchObject({ sequence: 3, firstUnknownAt: null });
  made.store.isClosed = false;
  expect(stateOf((await made.start()).till, 1)).toBe('pending');
}, 30_000);

test('a folder whose watermark the disk does not give at a start waits, is told, and comes back at the next as it would have', async () => {
  const { aside, start } = await aQueueThatComesBack();
  Object.assign(unread, { path: join(aside, 'store.mark'), code: 'EIO' });
  const first = await start();
  expect(stateOf(first.till, 1)).toBeUndefined();
  expect(first.codes()).toContain('store.key-unreadable');
  await first.stop();
  unread.path = '';
  const next = await start();
  expect(stateOf(next.till, 1)).toBe('pending');
}, 30_000);

test('nor does one whose folder has its name of later keep silent who waits there', async () => {
  const { aside, start } = await aQueueThatComesBack();
  await rename(aside, `${aside}.taken`);
  Object.assign(unread, { path: join(`${aside}.taken`, 'store.mark'), code: 'EIO' });
  const first = await start();
  expect(first.till.warnings).toContainEqual({
    code: 'store.key-unreadable',
    detail: `${basename(aside)}.taken EIO`,
  });
  await first.stop();
  unread.path = '';
  expect((await start()).codes()).toContain('store.key-unreadable');
}, 30_000);

test('what somebody has put where a watermark that nobody can read now would go ends no start', async () => {
  const made = await twoWait();
  const moving = join(made.folder, `aside-${NIGHT}.moving`);
  await mkdir(join(moving, 'store.mark.unread'), { recursive: true });
  await writeFile(join(moving, 'store.mark'), '');
  Object.assign(unread, { path: `${made.folder}.mark`, code: 'EACCES' });
  const next = await made.start();
  expect([1, 2].map((number) => stateOf(next.till, number)).every(Boolean)).toBe(true);
  await next.stop();
  expect(await readdir(made.folder)).toContain(`aside-${NIGHT}.taken`);
}, 30_000);
