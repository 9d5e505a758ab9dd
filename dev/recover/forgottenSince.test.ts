import { cp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { plainWrapper } from '../../main/vault/keyWrappers.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
  answer,
  copyOf,
  DAY,
  HOUR,
  importAt,
  losingStore,
  openOf,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

type Till = Awaited<ReturnType<typeof startRecoverable>>['till'];

const PERSON = { mobile: '13800138001' };
const NOW = START + 9 * DAY;

/** Save 1 waits in a queue that was set aside with its key; `since`: what the next one does, within the hour. */
async function setAsideThen(since: (till: Till) => Promise<void>, later: object = {}) {
  const folder = await freshFolder();
  const { store, keyWrapper, remember } = losingStore();
  const first = await startRecoverable(folder, { keyWrapper });
  await save(first.till, 1, PERSON);
  await first.stop();
  await remember(folder);
  store.isClosed = true;
  await setAsideTogether(folder, START + HOUR / 2);
  const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('aside-'));
  const start = (time: number) =>
    startRecoverable(folder, { keyWrapper, ...later, clock: new VirtualClock(time) });
  const second = await start(START + HOUR);
  await since(second.till);
  await second.stop();
  return { folder, aside, store, start };
}

/** What another till is about to send of it at once: number and state, or why it is held. */
async function recoveredFrom(folder: string, name = '') {
  const { out } = await runTool(join(await copyOf(folder), name), { now: NOW, isLastState: true });
  const { till } = await importAt(out, NOW);
  await till.outbox.delivery.holdStale(() => NOW);
  return openOf(till);
}

const sendNewer = async (till: Till) => {
  await save(till, 2, PERSON);
  await answer(till, 2, 'accepted');
};

test.each([
  ['the whole folder is recovered', false],
  ['it is named alone', true],
])(
  'what was set aside is held where the queue of now has sent somebody since of whom it knows no more: %s',
  async (_, isNamed) => {
    const { folder, aside, start } = await setAsideThen(sendNewer);
    const later = await start(NOW - HOUR);
    await later.till.outbox.housekeep(null);
    expect(later.till.outbox.saves.unfinished()).toEqual([]);
    await later.stop();
    expect(await recoveredFrom(folder, isNamed ? aside : '')).toEqual([[1, 'late-import']]);
  },
);

test('so it is where the queue of now remembers that it has sent somebody, and not whom: its key lies open', async () => {
  const { folder } = await setAsideThen(sendNewer, { keyWrapper: plainWrapper });
  expect(await recoveredFrom(folder)).toEqual([[1, 'late-import']]);
});

test('it goes by itself where everybody is known who was sent since', async () => {
  const { folder } = await setAsideThen(async (till) => {
    await save(till, 2);
    await answer(till, 2, 'accepted');
  });
  expect(await recoveredFrom(folder)).toEqual([[1, 'pending']]);
});

test.each([
  ['the whole folder is recovered', false, false],
  ['it is named alone', true, false],
  ['the whole folder is recovered, and what was left of it then is gone', false, true],
  ['it is named alone, and what was left of it then is gone', true, true],
])(
  'what a till has taken in before, and a backup has put there again, is not sent once more: %s',
  async (_, isNamed, isGone) => {
    const { folder, aside, store, start } = await setAsideThen(async () => undefined);
    const path = join(folder, aside);
    await cp(path, `${folder}-backup`, { recursive: true });
    store.isClosed = false;
    const taking = await start(START + 2 * HOUR);
    await answer(taking.till, 1, 'accepted');
    await taking.stop();
    const later = await start(NOW - HOUR);
    await later.till.outbox.housekeep(null);
    await later.stop();
    await rename(`${folder}-backup`, path);
    if (isGone) await rm(`${path}.taken`, { recursive: true });
    expect(await recoveredFrom(folder, isNamed ? aside : '')).toEqual([[1, 'stale']]);
  },
);

/** 1 waits in a queue that was set aside; 2, of the same person, was sent behind it if so, and forgotten nine days later, as 3 came. */
async function recovered(isSent: boolean) {
  const folder = await freshFolder();
  const { store, keyWrapper, remember } = losingStore();
  const start = (at: number) =>
    startRecoverable(folder, { keyWrapper, clock: new VirtualClock(START + at) });
  const first = await start(0);
  await save(first.till, 1, PERSON);
  await first.stop();
  await remember(folder);
  store.isClosed = true;
  await setAsideTogether(folder, START + HOUR / 2);
  const second = await start(HOUR);
  if (isSent) {
    await save(second.till, 2, PERSON);
    await answer(second.till, 2, 'accepted');
  }
  await second.stop();
  const last = await start(9 * DAY);
  await last.till.outbox.housekeep(null);
  await save(last.till, 3);
  const now = START + 9 * DAY + HOUR;
  const { out } = await runTool(await copyOf(folder), { now });
  return openOf((await importAt(out, now)).till);
}

test('what was set aside is held where somebody was sent since whom the till has forgotten: it may be theirs', async () => {
  expect(await recovered(true)).toEqual([
    [1, 'late-import'],
    [3, 'pending'],
  ]);
});

test('it goes by itself where nobody was sent since', async () => {
  expect(await recovered(false)).toEqual([
    [1, 'pending'],
    [3, 'pending'],
  ]);
});
