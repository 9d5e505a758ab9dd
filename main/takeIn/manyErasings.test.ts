import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginErasing } from '../../testing/tills/beginErasing.ts';
import { SET_UP, save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';

/** More than are begun with at one start. */
const COPIES = 20;

test('of folders in which somebody was being erased, and nobody comes back, a start takes in eight: they push no line out of the trail', async () => {
  const made = await tillOfLostKey();
  for (const number of [1, 2]) await save(made.till.till, number);
  await made.till.stop();
  const waiting = await made.start();
  await beginErasing(waiting.till, '13800138002');
  await waiting.stop();
  const aside = await made.loseKey();
  await (await made.start({ offer: SET_UP })).stop();
  for (let at = 0; at < COPIES; at += 1)
    await cp(aside, join(made.folder, `aside-2026-11-20T06-00-00-0${at + 10}Z`), {
      recursive: true,
    });
  made.store.isClosed = false;
  const told: number[] = [];
  for (let starts = 0; starts < 3; starts += 1) {
    const next = await made.start();
    expect(stateOf(next.till, 1)).toBe('late-import');
    const lines = await next.lines();
    told.push(lines.filter(({ action }) => action === 'person.erased').length);
    await next.stop();
  }
  // With the one that comes back.
  expect(told).toEqual([9, 17, 21]);
  const names = await readdir(made.folder);
  expect(names.filter((name) => /^aside-.*\d\dZ$/.test(name))).toEqual([]);
});
