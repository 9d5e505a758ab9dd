import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  DAY,
  SET_UP,
  START,
  save,
  send,
  stateOf,
  tillOfLostKey,
} from '../../testing/tills/lostKey.ts';
import { openOutbox } from '../outbox/openOutbox.ts';
import { packQueue } from '../outbox/packQueue.ts';
import { takeOverQueue } from '../outbox/takeOverQueue.ts';
import type { Till } from '../till.ts';
import { Vault } from '../vault/vault.ts';

const HOUR = 60 * 60_000;
const PERSON = { mobile: '13800138001' };

const on = (hours: number) => ({ clock: new VirtualClock(START + hours * HOUR) });

/** What another till has of the person in question, made so many hours after the start. */
async function fileMadeAfter(hours: number) {
  const outbox = await openOutbox({
    store: new MemoryStore(),
    vault: new Vault(Buffer.alloc(32, 3)),
    now: () => START + hours * HOUR,
    retention: HOUR,
  });
  await save({ outbox } as Till, 1, PERSON);
  return packQueue(outbox).queue;
}

/** The person is a member since two hours after the start; three hours after it the key is lost. `setAsideAt`: by the clock of then. */
async function memberOfLostKey(
  setAsideAt = START + 3 * HOUR,
  behind: (folder: string) => Promise<void> = async () => undefined,
) {
  const made = await tillOfLostKey();
  await made.till.stop();
  const first = await made.start(on(2));
  await save(first.till, 2, PERSON);
  expect(await send(first.till, 2)).toBe(true);
  await first.stop();
  await made.loseKey(setAsideAt);
  await behind(made.folder);
  await (await made.start({ offer: SET_UP, ...on(4) })).stop();
  return { ...made, second: await made.start(on(5)) };
}

test('what a file brings waits for the manager where it was made before the key was lost: who was a member then is known to the folder alone', async () => {
  const { second, store, start } = await memberOfLostKey();
  const { outbox } = second.till;
  expect(await takeOverQueue(outbox, await fileMadeAfter(1))).toMatchObject({ late: 1 });
  expect(stateOf(second.till, 1)).toBe('late-import');
  await second.stop();
  store.isClosed = false;
  const last = await start(on(6));
  expect([stateOf(last.till, 1), stateOf(last.till, 2)]).toEqual(['late-import', 'accepted']);
});

test('so it does where the clock stood a year ago when the folder was set aside: it knows of later saves', async () => {
  const { second } = await memberOfLostKey(START - 365 * DAY);
  expect(await takeOverQueue(second.till.outbox, await fileMadeAfter(1))).toMatchObject({
    late: 1,
  });
});

test('so it does where the file beside the folder is gone, and the next queue begins with the first slip number again', async () => {
  const { second } = await memberOfLostKey(undefined, (folder) => rm(`${folder}.mark`));
  expect(await takeOverQueue(second.till.outbox, await fileMadeAfter(1))).toMatchObject({
    late: 1,
  });
});

test('so it does where it was made since, and before this start: nothing that is sealed tells that the numbers of before are the folder’s', async () => {
  const { second } = await memberOfLostKey();
  const queue = await fileMadeAfter(4);
  expect(await takeOverQueue(second.till.outbox, queue)).toMatchObject({ taken: 1, late: 1 });
});

test('and goes by itself where it was made since this start', async () => {
  const { second, start } = await memberOfLostKey();
  await second.stop();
  const { clock } = on(6);
  const third = await start({ clock });
  await clock.pass(2 * HOUR);
  const queue = await fileMadeAfter(7);
  expect(await takeOverQueue(third.till.outbox, queue)).toMatchObject({ taken: 1, late: 0 });
  expect(stateOf(third.till, 1)).toBe('pending');
});
