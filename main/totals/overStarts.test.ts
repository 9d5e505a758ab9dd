import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DAY, save, send, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import type { Till } from '../till.ts';
import { reconcile } from './reconcile.ts';
import { TOTALS_FILE } from './totalsFile.ts';

const sumOf = async ({ outbox: { saves }, totals }: Till) => {
  const all = { from: '0001-01-01', to: '9999-12-31' };
  const { registered, kinds, difference } = await reconcile({ saves, totals }, all);
  return [registered.count, kinds.accepted.forgotten, difference];
};

/** A till whose first save is forgotten, and the second waits. */
async function forgetful() {
  const made = await tillOfLostKey();
  await save(made.till.till, 1);
  await send(made.till.till, 1);
  await made.till.clock.pass(8 * DAY);
  await made.till.till.outbox.housekeep(null);
  await save(made.till.till, 2);
  expect(await sumOf(made.till.till)).toEqual([2, 1, 0]);
  return made;
}

test('a till counts on under the key that its first settings have brought, and under the next one', async () => {
  const { till, start } = await forgetful();
  expect(await till.till.rotation.begin()).toBeNull();
  await till.till.rotation.goOn();
  await till.stop();
  const again = await start();
  expect(await sumOf(again.till)).toEqual([2, 1, 0]);
  expect(again.codes()).not.toContain('totals.lost');
});

test('a till whose totals are gone says so, and shows what it misses', async () => {
  const { till, start, folder } = await forgetful();
  await till.stop();
  await unlink(join(folder, TOTALS_FILE));
  const again = await start();
  expect(again.codes()).toContain('totals.lost');
  expect(await sumOf(again.till)).toEqual([2, 0, 1]);
});
