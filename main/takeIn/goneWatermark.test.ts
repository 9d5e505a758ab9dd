import { cp, rm } from 'node:fs/promises';
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

const PERSON = { mobile: '13800138001' };

const on = (days: number) => ({ clock: new VirtualClock(START + days * DAY) });

/** What another till has of the person since the first day, in a file of the last one. */
async function olderData() {
  let now = START + DAY;
  const outbox = await openOutbox({
    store: new MemoryStore(),
    vault: new Vault(Buffer.alloc(32, 3)),
    now: () => now,
    retention: DAY,
  });
  await save({ outbox } as Till, 1, PERSON);
  now = START + 13 * DAY;
  return packQueue(outbox).queue;
}

test('a queue goes on behind the numbers of the one before also where the watermark was gone when the key was lost: who of that one is forgotten by now may have been sent with newer data', async () => {
  const made = await tillOfLostKey();
  await made.till.stop();
  const first = await made.start(on(2));
  await save(first.till, 2, PERSON);
  expect(await send(first.till, 2)).toBe(true);
  await first.stop();
  const later = await made.start(on(12));
  expect(stateOf(later.till, 2)).toBeUndefined();
  await save(later.till, 3);
  await later.stop();
  await rm(`${made.folder}.mark`);
  await made.loseKey(START + 12 * DAY);
  await (await made.start({ offer: SET_UP, ...on(12.5) })).stop();
  made.store.isClosed = false;
  const { till } = await made.start(on(13));
  expect(stateOf(till, 3)).toBe('late-import');
  expect(await takeOverQueue(till.outbox, await olderData())).toMatchObject({ late: 1 });
  expect(stateOf(till, 1)).toBe('late-import');
});

test('who of it is forgotten by now may have been sent with newer data also where the watermark was an earlier one, which a backup had put back: what was counted tells of them', async () => {
  const made = await tillOfLostKey();
  await save(made.till.till, 3);
  await made.till.stop();
  const [mark, earlier] = [`${made.folder}.mark`, `${made.folder}.backup`];
  await cp(mark, earlier);
  const first = await made.start(on(2));
  await save(first.till, 2, PERSON);
  expect(await send(first.till, 2)).toBe(true);
  await first.stop();
  const later = await made.start(on(12));
  expect(stateOf(later.till, 2)).toBeUndefined();
  await later.stop();
  await cp(earlier, mark);
  await made.loseKey(START + 12 * DAY);
  await (await made.start({ offer: SET_UP, ...on(12.5) })).stop();
  made.store.isClosed = false;
  const { till } = await made.start(on(13));
  expect(stateOf(till, 3)).toBe('pending');
  expect(await takeOverQueue(till.outbox, await olderData())).toMatchObject({ late: 1 });
  expect(stateOf(till, 1)).toBe('late-import');
});
