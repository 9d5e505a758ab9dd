import { mkdir, rm } from 'node:fs/promises';
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
import { openOutbox } from '../outbox/openOutbox.ts';
import { packQueue } from '../outbox/packQueue.ts';
import { takeOverQueue } from '../outbox/takeOverQueue.ts';
import type { Till } from '../till.ts';
import { Vault } from '../vault/vault.ts';

const PERSON = { mobile: '13800138001' };
const on = (days: number) => ({ clock: new VirtualClock(START + days * DAY) });

/** Somebody's save 9 in the file of another till, which has made it on `made` and exported on `exported` (days). */
async function ofOtherTill(made: number, exported: number) {
  let now = START + made * DAY;
  const outbox = await openOutbox({
    store: new MemoryStore(),
    vault: new Vault(Buffer.alloc(32, 3)),
    now: () => now,
    retention: DAY,
  });
  await save({ outbox } as Till, 9, PERSON);
  now = START + exported * DAY;
  return packQueue(outbox).queue;
}

type Made = Awaited<ReturnType<typeof tillOfLostKey>>;

async function lostAndBack({ loseKey, start, store }: Made): Promise<string> {
  const aside = await loseKey(START + 2.1 * DAY);
  await (await start({ offer: SET_UP, ...on(2.15) })).stop();
  store.isClosed = false;
  return aside;
}

/** What has come between the erasing and the file. */
const WAYS: Record<string, (made: Made) => Promise<unknown>> = {
  'nothing has happened': async () => undefined,
  'the key was lost and is back': lostAndBack,
  'the key was lost and is back, and the record of the erasing is gone from the folder': async (
    made,
  ) => rm(join(await lostAndBack(made), 'erasure.json')),
  'the key was lost and is back, and the record of that is gone again': async (made) => {
    await lostAndBack(made);
    await (await made.start(on(2.18))).stop();
    await rm(join(made.folder, 'erasure.json'));
  },
  'somebody has made an empty folder, as of a queue that is being set aside': ({ folder }) =>
    mkdir(join(folder, 'aside-2026-11-26T06-00-00-000Z.moving')),
  'somebody has made such a folder of 2020': ({ folder }) =>
    mkdir(join(folder, 'aside-2020-11-26T06-00-00-000Z.moving')),
};

/** Somebody is sent on the first day and erased on the second; then `way`, and a start. */
async function erasedBehind(way: string) {
  const made = await tillOfLostKey();
  await made.till.stop();
  const first = await made.start(on(1));
  await save(first.till, 1, PERSON);
  expect(await send(first.till, 1)).toBe(true);
  await save(first.till, 2);
  await first.stop();
  const second = await made.start(on(2));
  const { desk, erasure } = second.till.person;
  const theirs = { saves: desk.savesOf(PERSON), keys: desk.keysOf(PERSON) };
  expect(await erasure.erase(() => theirs, '3')).toMatchObject({ ok: true });
  await second.stop();
  await WAYS[way]?.(made);
  await (await made.start(on(2.2))).stop();
  return made;
}

test.each(Object.keys(WAYS))(
  'what a file brings of whoever was erased here waits for the manager where %s since',
  async (way) => {
    const made = await erasedBehind(way);
    const { till } = await made.start(on(2.5));
    expect(await takeOverQueue(till.outbox, await ofOtherTill(1.5, 2.4))).toMatchObject({
      ok: true,
    });
    expect([await send(till, 9), stateOf(till, 9)]).toEqual([false, 'late-import']);
  },
);
