import { cp, readFile, rm } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { unread } from '../../testing/doubles/unreadFile.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  aQueueThatComesBack,
  DAY,
  START,
  save,
  settle,
  stateOf,
  tillOfLostKey,
} from '../../testing/tills/lostKey.ts';
import { OPERATOR, PIN } from '../../testing/tills/openedTill.ts';
import { LostCall } from '../gateway/line.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});
afterEach(() => {
  Object.assign(unread, { path: '', code: 'EBUSY' });
});

/** As long as it is tried before anything is sent (ms), and a little more. */
const TRIED_FOR = 11_000;

type Made = Awaited<ReturnType<typeof tillOfLostKey>>;
type Started = Awaited<ReturnType<Made['start']>>;

const doubtOf = ({ till }: Started, number: number) =>
  till.outbox.saves.find(String(number).repeat(32))?.firstUnknownAt;

const told = ({ till }: Started) =>
  [...till.warnings, ...till.outbox.warnings].map(({ code }) => code);

/** Save 1 waits. */
async function oneWaits() {
  const made = await tillOfLostKey();
  await save(made.till.till, 1);
  await made.till.stop();
  return made;
}

/** The store knows that save 1 waits, and its mark that it was sent and four came behind it. */
async function setBack() {
  const made = await oneWaits();
  const image = `${made.folder}-image`;
  await cp(made.folder, image, { recursive: true });
  const second = await made.start();
  await settle(second.till, 1, 'accepted');
  for (const number of [2, 3, 4, 5]) await save(second.till, number);
  await second.stop();
  await rm(made.folder, { recursive: true });
  await cp(image, made.folder, { recursive: true });
  return { ...made, mark: `${made.folder}.mark` };
}

test.each([
  ['is given', ''],
  ['is held', 'EBUSY'],
])(
  'a store that was set back is in doubt at this start or the next, where its mark %s at the first, and no slip is given again',
  async (_what, code) => {
    const { mark, start } = await setBack();
    Object.assign(unread, { path: code === '' ? '' : mark, code });
    const first = await start();
    unread.path = '';
    const toldFirst = told(first);
    await save(first.till, 6);
    await first.stop();
    const last = await start();
    expect(doubtOf(last, 1)).not.toBeNull();
    expect([...toldFirst, ...told(last)]).toContain('store.went-backwards');
    await save(last.till, 7);
    expect(last.till.outbox.saves.find('7'.repeat(32))?.sequence).toBeGreaterThan(5);
  },
  30_000,
);

test('what is saved while the mark is not given hides no loss from the next start', async () => {
  const { mark, start } = await setBack();
  const before = await readFile(mark);
  Object.assign(unread, { path: mark, code: 'EIO' });
  const first = await start();
  for (const number of [2, 3, 4, 5, 6, 7, 8, 9]) await save(first.till, number);
  expect(doubtOf(first, 1)).toBeNull();
  await first.stop();
  unread.path = '';
  expect(await readFile(mark)).toEqual(before);
  expect(doubtOf(await start(), 1)).not.toBeNull();
});

test('a mark that is given while the till runs is heeded then: the loss is told, what was open is in doubt, and no slip is given again', async () => {
  const { mark, start } = await setBack();
  Object.assign(unread, { path: mark, code: 'EIO' });
  const first = await start();
  unread.path = '';
  await vi.waitFor(async () => {
    await first.clock.pass(500);
    expect(first.codes()).toContain('store.went-backwards');
    expect(doubtOf(first, 1)).not.toBeNull();
  });
  await save(first.till, 6);
  expect(first.till.outbox.saves.find('6'.repeat(32))?.sequence).toBe(6);
});

test('what the manager decides while the mark is not given stands when it is given, and tells of a loss', async () => {
  const { mark, start } = await setBack();
  Object.assign(unread, { path: mark, code: 'EIO' });
  const clock = new VirtualClock(START + 3 * DAY);
  const first = await start({ clock });
  const comesTo = (isSo: () => void) =>
    vi.waitFor(async () => {
      await clock.pass(500);
      await first.till.outbox.delivery.holdStale(clock.now);
      isSo();
    }, 10_000);
  await comesTo(() => expect(stateOf(first.till, 1)).toBe('late-import'));
  const said = await first.calls.sendHeldAgain({
    requestId: '1'.repeat(32),
    operatorId: OPERATOR,
    pin: PIN,
  });
  expect(said).toEqual({ ok: true, value: null });
  unread.path = '';
  await comesTo(() => expect(first.codes()).not.toContain('store.mark-unread'));
  expect(first.codes()).toContain('store.went-backwards');
  await first.till.outbox.delivery.holdStale(clock.now);
  expect(stateOf(first.till, 1)).toBe('pending');
});

test('a healthy till whose mark is not given for some seconds sends nothing until then, and nothing of it is ever in doubt', async () => {
  const { folder, start } = await oneWaits();
  Object.assign(unread, { path: `${folder}.mark`, code: 'EIO' });
  const doubts: unknown[] = [];
  const post = () => {
    doubts.push(doubtOf(first, 1));
    return Promise.reject(new LostCall('err_connection_refused', false));
  };
  const first: Started = await start({ isSending: true, post });
  await first.clock.pass(5_000);
  expect(doubts).toEqual([]);
  expect(doubtOf(first, 1)).toBeNull();
  unread.path = '';
  await vi.waitFor(async () => {
    await first.clock.pass(500);
    expect(doubts.length).toBeGreaterThan(0);
  });
  expect(doubts[0]).toBeNull();
  expect(first.codes()).toEqual([]);
});

test('a till whose mark is never given any more opens, registers, and says so; what waited counts as sent before it is sent, and the file is left alone', async () => {
  const { folder, start } = await oneWaits();
  const mark = `${folder}.mark`;
  const before = await readFile(mark);
  Object.assign(unread, { path: mark, code: 'EIO' });
  for (let starts = 0; starts < 2; starts += 1) {
    const doubts: unknown[] = [];
    const post = () => {
      doubts.push(doubtOf(till, 1));
      return Promise.reject(new LostCall('err_connection_refused', false));
    };
    const till: Started = await start({ isSending: true, post });
    await save(till.till, 2 + starts);
    await vi.waitFor(async () => {
      await till.clock.pass(TRIED_FOR);
      expect(doubts.length).toBeGreaterThan(0);
    });
    expect(doubts[0]).toEqual(expect.any(Number));
    // What was registered since is nothing that was lost.
    if (starts === 0) expect(doubtOf(till, 2)).toBeNull();
    expect(till.till.warnings).toContainEqual({
      code: 'store.mark-unread',
      detail: 'data.mark EIO',
    });
    await till.stop();
    expect(stateOf(till.till, 2 + starts)).toBe('pending');
  }
  unread.path = '';
  expect(await readFile(mark)).toEqual(before);
});

test('a folder whose key is back waits for a start at which the mark of here is given, and comes back as it would have', async () => {
  const { folder, start } = await aQueueThatComesBack();
  Object.assign(unread, { path: `${folder}.mark`, code: 'EIO' });
  const first = await start();
  expect(stateOf(first.till, 1)).toBeUndefined();
  expect(first.codes()).toContain('store.key-unreadable');
  // Behind what was given in the folder, though nothing else tells of that now.
  await save(first.till, 2);
  expect(first.till.outbox.saves.find('2'.repeat(32))?.sequence).toBe(2);
  await first.stop();
  unread.path = '';
  const next = await start();
  expect([1, 2].map((number) => stateOf(next.till, number))).toEqual(['pending', 'pending']);
});

test('a mark that says what the whole store says is written on once it is given, and never lower', async () => {
  const { folder, start } = await oneWaits();
  Object.assign(unread, { path: `${folder}.mark`, code: 'EIO' });
  const first = await start();
  await save(first.till, 2);
  unread.path = '';
  await first.stop();
  expect(await readFile(`${folder}.mark`, 'utf8')).toContain('"lastSequence":2');
  expect(doubtOf(await start(), 1)).toBeNull();
});
