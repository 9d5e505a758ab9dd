import { cp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { plainWrapper } from '../../main/vault/keyWrappers.ts';
import { makeRecoveryPair } from '../../main/vault/recoveryKey.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { rewriteLines } from '../../testing/tills/rewriteLines.ts';
import {
  answer,
  copyOf,
  DAY,
  HOUR,
  idOf,
  importAt,
  losingStore,
  openOf,
  PAIR,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

type Till = Awaited<ReturnType<typeof startRecoverable>>['till'];

const PERSON = { mobile: '13800138001' };
const NOW = START + 9 * DAY;

/** Save 1 waits in a queue that was set aside with its key; `since`: what the next one does, within the hour. */
async function setAsideThen(
  since: (till: Till) => Promise<void>,
  later: object = {},
  recoveryKey = PAIR.publicKey,
) {
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
    startRecoverable(folder, { keyWrapper, ...later, clock: new VirtualClock(time) }, recoveryKey);
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
    expect(await recoveredFrom(folder, isNamed ? aside : '')).toEqual([[1, 'late-import']]);
  },
);

test.each([
  ['an earlier state of it lies beside the watermark of now', true],
  ['lines of it are lost', false],
])(
  'what was set aside is held where the queue of now has lost that it sent somebody: %s',
  async (_, isEarlier) => {
    const { folder, start } = await setAsideThen(
      async (till) => void (await save(till, 2, PERSON)),
    );
    const dead = await copyOf(folder);
    const later = await start(START + 2 * HOUR);
    await answer(later.till, 2, 'accepted');
    await later.stop();
    if (isEarlier) await cp(`${folder}.mark`, `${dead}.mark`);
    else await rewriteLines(folder, (payload) => payload.replace(/"(sending|accepted)"/, '"lost"'));
    const { out, said } = await runTool(isEarlier ? dead : folder, { now: NOW });
    expect(said).toContain(isEarlier ? 'store.went-backwards' : 'store.lines-lost');
    expect(openOf((await importAt(out, NOW)).till)).toContainEqual([1, 'late-import']);
  },
);

test.each([
  ['whatever is said of it', ''],
  ['as it lies there', 'named'],
  ['where it was moved out of the data folder, and is called otherwise', 'moved'],
  ['where it was so, and a crash came in between', 'moving'],
])('what was set aside is held, and told, also where nobody was sent since: %s', async (_, how) => {
  const { folder, aside } = await setAsideThen(async () => undefined);
  const dead = await copyOf(folder);
  const places = {
    named: join(dead, aside),
    moved: `${dead}-moved`,
    moving: `${dead}-aside.moving`,
  };
  const path = how === '' ? dead : places[how as keyof typeof places];
  if (how.startsWith('mov')) await rename(join(dead, aside), path);
  const { out, said } = await runTool(path, { now: NOW, isLastState: true });
  expect(said).toContain('1 were set aside: none goes by itself');
  expect(said).not.toContain('are sent by themselves');
  const { till } = await importAt(out, NOW);
  expect(openOf(till)).toEqual([[1, 'late-import']]);
  const one = till.outbox.saves.find(idOf(1));
  expect(one && till.outbox.permissions.of(one).sendAgain).toBe('manager');
});

test.each([
  ['another folder that was set aside', (name: string) => name],
  ['one that was just being set aside', (name: string) => `${name}.moving`],
])('what was set aside is held where the queue behind it lies in %s', async (_, nameOf) => {
  const { folder, aside } = await setAsideThen(sendNewer);
  await setAsideTogether(folder, START + 2 * HOUR);
  const names = (await readdir(folder)).filter((name) => /^aside-/.test(name));
  const last = names.find((name) => name !== aside) ?? '';
  if (nameOf(last) !== last) await rename(join(folder, last), join(folder, nameOf(last)));
  expect(await recoveredFrom(folder, aside)).toEqual([[1, 'late-import']]);
});

test('what was set aside is held also where the chain has had another key since, and recovers by one half after the other', async () => {
  const another = makeRecoveryPair();
  const { folder, start } = await setAsideThen(async () => undefined, {}, another.publicKey);
  const second = await start(START + 2 * HOUR);
  await save(second.till, 2, PERSON);
  await second.stop();
  const statesBy = async (key: string) => {
    const { out } = await runTool(folder, { key, now: NOW, isLastState: true });
    return openOf((await importAt(out, NOW)).till);
  };
  expect(await statesBy(another.privateKey)).toEqual([[2, 'pending']]);
  expect(await statesBy(PAIR.privateKey)).toEqual([[1, 'late-import']]);
});
