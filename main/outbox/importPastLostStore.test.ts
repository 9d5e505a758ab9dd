import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
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
import type { Till } from '../till.ts';
import { Vault } from '../vault/vault.ts';
import { NOT_COUNTED } from './counting.ts';
import { openOutbox } from './openOutbox.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const HOUR = 60 * 60_000;
const PERSON = { mobile: '13800138001' };
const OTHER = { mobile: '13800138002' };

const on = (hours: number) => ({ clock: new VirtualClock(START + hours * HOUR) });

/** Another till takes over what was registered there so many hours after the start. */
async function comes({ outbox }: Till, number: number, hours: number, person = PERSON) {
  const other = await openOutbox({
    store: new MemoryStore(),
    vault: new Vault(Buffer.alloc(32, 3)),
    now: () => START + hours * HOUR,
    retention: HOUR,
  });
  await save({ outbox: other } as Till, number, person);
  return takeOverQueue(outbox, packQueue(other).queue);
}

/** The person is a member since two hours after the start. */
async function tillWithMember() {
  const made = await tillOfLostKey();
  await made.till.stop();
  const till = await made.start(on(2));
  await save(till.till, 2, PERSON);
  expect(await send(till.till, 2)).toBe(true);
  await till.stop();
  return made;
}

async function loseStore(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith('outbox-')) await rm(join(folder, name));
}

test('what a file brings waits for the manager where the whole store is lost, until something was registered before it', async () => {
  const { folder, start } = await tillWithMember();
  await loseStore(folder);
  const { till } = await start(on(5));
  expect(await comes(till, 1, 1)).toMatchObject({ late: 1 });
  expect(stateOf(till, 1)).toBe('late-import');
  expect(await comes(till, 3, 5, OTHER), 'made since').toMatchObject({ late: 0 });
});

test('so it does at each start, and where what is left of the store is older than what is remembered', async () => {
  const { folder, start } = await tillWithMember();
  await loseStore(folder);
  await (await start(on(5))).stop();
  const days = (10 * DAY) / HOUR;
  const first = await start(on(days));
  await save(first.till, 4);
  await first.stop();
  const second = await start(on(days + 1));
  expect(await comes(second.till, 1, days - 1)).toMatchObject({ late: 1 });
  expect(await comes(second.till, 3, days + 0.5, OTHER)).toMatchObject({ late: 0 });
});

test('so it does where a folder that waited for its key is gone', async () => {
  const { start, loseKey } = await tillWithMember();
  const aside = await loseKey(START + 3 * HOUR);
  await (await start({ offer: SET_UP, ...on(4) })).stop();
  await rm(aside, { recursive: true });
  const { till } = await start(on(5));
  expect(await comes(till, 1, 1)).toMatchObject({ late: 1 });
});

test('it goes by itself where all that was forgotten had had its time', async () => {
  const { start } = await tillWithMember();
  const days = (10 * DAY) / HOUR;
  const { till } = await start(on(days));
  expect(stateOf(till, 2)).toBeUndefined();
  expect(await comes(till, 1, days - 1)).toMatchObject({ late: 0 });
  expect(stateOf(till, 1)).toBe('pending');
});

test('what was lost behind a folder that waits is not known to it: what was made until this start is held', async () => {
  const { folder, start, till, loseKey } = await tillOfLostKey();
  await save(till.till, 9);
  await till.stop();
  await loseKey(START + HOUR);
  await (await start({ offer: SET_UP, ...on(1) })).stop();
  const second = await start(on(3));
  await save(second.till, 2, PERSON);
  expect(await send(second.till, 2)).toBe(true);
  await second.stop();
  await loseStore(folder);
  const last = await start(on(5));
  expect(await comes(last.till, 1, 2)).toMatchObject({ late: 1 });
  expect(await comes(last.till, 3, 5, OTHER), 'made since').toMatchObject({ late: 0 });
});

test('so it does where the PC began years ago at this start, and its clock was put right since', async () => {
  const { folder, start } = await tillWithMember();
  await loseStore(folder);
  const years = { clock: new VirtualClock(START - 300 * DAY) };
  const { till } = await start(years);
  years.clock.jump(300 * DAY + 5 * HOUR);
  expect(await comes(till, 1, 1)).toMatchObject({ late: 1 });
  expect(await comes(till, 3, 5, OTHER), 'made since').toMatchObject({ late: 0 });
});

test('so it does where the first that was registered since is dated years before: nobody knows by that what came later', async () => {
  let now = START - 300 * DAY;
  const lost = { ...NOT_COUNTED, lastUncounted: (sequence: number) => Math.min(sequence, 2) };
  const outbox = await openOutbox({
    ...{ store: new MemoryStore(), vault: new Vault(Buffer.alloc(32, 3)), now: () => now },
    ...{ clock: new VirtualClock(now), retention: DAY, totals: lost, builtAt: START },
  });
  outbox.numbers.goOnBehind(2);
  await save({ outbox } as Till, 4);
  now = START + 5 * HOUR;
  expect(await comes({ outbox } as Till, 1, 1)).toMatchObject({ late: 1 });
});

test('so it does where a clock that was ahead has let who is a member be forgotten, and was put right since: what is counted tells of which day they were', async () => {
  const { start } = await tillWithMember();
  await (await start(on((10 * DAY) / HOUR))).stop();
  const { till } = await start(on(5));
  expect(stateOf(till, 2), 'forgotten').toBeUndefined();
  expect(await comes(till, 1, 1)).toMatchObject({ late: 1 });
});
