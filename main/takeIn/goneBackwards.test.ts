import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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

const NINE_DAYS_ON = START + 9 * DAY;
const later = () => ({ clock: new VirtualClock(NINE_DAYS_ON) });

/** Puts a copy of a data folder in its place, without what lies beside it. */
async function putBack(folder: string, copy: string): Promise<void> {
  await rm(folder, { recursive: true });
  await cp(copy, folder, { recursive: true });
}

describe('a queue that had gone backwards before it was set aside is held after a day: what is missing may have said that it was sent', () => {
  /** Save 1 was sent; then a copy of the folder from before that lies there again, beside the watermark of now. */
  const anOldCopy = async () => {
    const made = await tillOfLostKey();
    await save(made.till.till, 1);
    await made.till.stop();
    const copy = `${made.folder}-copy`;
    await cp(made.folder, copy, { recursive: true });
    const second = await made.start();
    expect(await send(second.till, 1)).toBe(true);
    await second.stop();
    await putBack(made.folder, copy);
    return made;
  };

  test('where its key opens again beside a new queue, and it is told then', async () => {
    const { start, store, loseKey } = await anOldCopy();
    await loseKey(NINE_DAYS_ON);
    const between = await start({ offer: SET_UP, ...later() });
    expect(between.codes()).not.toContain('store.went-backwards');
    await save(between.till, 5);
    await between.stop();
    store.isClosed = false;
    const { till, codes } = await start(later());
    expect(codes()).toContain('store.went-backwards');
    expect([await send(till, 1), stateOf(till, 1)]).toEqual([false, 'late-import']);
    expect(await send(till, 5)).toBe(true);
  });

  test('where only a folder of that name was made, and its key has opened all along', async () => {
    const { start, folder } = await anOldCopy();
    await mkdir(join(folder, 'aside-2026-12-03T00-00-00-000Z.moving'));
    const { till } = await start(later());
    expect([await send(till, 1), stateOf(till, 1)]).toEqual([false, 'late-import']);
  });

  test('since its last change, not since it was set aside, where the chain could have recovered it', async () => {
    const { start, store, loseKey } = await anOldCopy();
    const path = join(await loseKey(NINE_DAYS_ON), 'key.json');
    store.isClosed = false;
    const file = JSON.parse(await readFile(path, 'utf8'));
    file.keys[0].recovery = [{ for: 'chain', wrapped: 'AAAA' }];
    await writeFile(path, JSON.stringify(file));
    const { till } = await start(later());
    expect([await send(till, 1), stateOf(till, 1)]).toEqual([false, 'late-import']);
  });
});

test('an old copy of a folder in which a queue waited beside an empty new one is held as well: it was taken in before', async () => {
  const { folder, start, store, till, loseKey } = await tillOfLostKey();
  await save(till.till, 1);
  await till.stop();
  await loseKey();
  await (await start({ offer: SET_UP })).stop();
  const copy = `${folder}-copy`;
  await cp(folder, copy, { recursive: true });
  store.isClosed = false;
  const second = await start();
  expect(await send(second.till, 1)).toBe(true);
  await second.stop();
  await putBack(folder, copy);
  const third = await start(later());
  expect([await send(third.till, 1), stateOf(third.till, 1)]).toEqual([false, 'late-import']);
});

test.each([
  ['sent, however old, with a watermark that says that nothing is missing', true, 'pending'],
  ['held without a watermark: of a version before, or put together by hand', false, 'late-import'],
])('a queue that was set aside is %s', async (_, hasWatermark, state) => {
  const { start, store, till, loseKey } = await tillOfLostKey();
  await save(till.till, 1);
  await till.stop();
  const aside = await loseKey();
  if (!hasWatermark) await rm(join(aside, 'store.mark'));
  await (await start({ offer: SET_UP })).stop();
  store.isClosed = false;
  const next = await start(later());
  await next.till.outbox.delivery.holdStale(next.till.clock.now);
  expect(stateOf(next.till, 1)).toBe(state);
  expect(next.codes()).not.toContain('store.went-backwards');
});
