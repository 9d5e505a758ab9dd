import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { beginErasing } from '../../testing/tills/beginErasing.ts';
import { DAY, heldSave, save, settle } from '../../testing/tills/lostKey.ts';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';
import { ownTill } from '../../testing/tills/ownTill.ts';
import { causeOf } from '../bulk/heldGroups.ts';
import { reconcile } from '../totals/reconcile.ts';

const ALL = { from: '0001-01-01', to: '9999-12-31' };

/** The till of a shop, of which save 1 is refused, in a folder. */
async function shopTill() {
  const folder = await freshFolder();
  const shop = await startTill(folder);
  await save(shop.till, 1);
  await settle(shop.till, 1, 'rejected');
  await shop.stop();
  return folder;
}

const actionsOf = async ({ lines }: Pick<Awaited<ReturnType<typeof startTill>>, 'lines'>) =>
  (await lines()).map(({ action }) => action);

test.each([
  ['is being erased', 'person.erased'],
  ['was erased', 'erasing.taken-in'],
] as const)(
  'of a folder of somebody’s own till in which nobody waits the trail of the shop says nothing: somebody %s in it',
  async (how, action) => {
    const own = await ownTill();
    for (const number of [2, 3]) await save(own.till, number);
    const mobile = '13800138002';
    if (how === 'is being erased') await beginErasing(own.till, mobile);
    else {
      const { desk, erasure } = own.till.person;
      const theirs = () => ({ saves: desk.savesOf({ mobile }), keys: desk.keysOf({ mobile }) });
      expect(await erasure.erase(theirs, '3')).toEqual({ ok: true, left: [] });
    }
    await own.stop();
    const folder = await shopTill();
    const name = await own.plantIn(folder, ['key.json', 'erasure.json']);
    const next = await startTill(folder, { offer: null });
    expect(await actionsOf(next)).not.toContain(action);
    expect(next.till.person.erasure.isAllFrom(name)).toBe(false);
    expect(await readdir(folder)).toContain(name);
  },
);

test('nor does it say anything to a cashier, or is counted, whether it names its settings or not', async () => {
  const own = await ownTill();
  for (const number of [2, 3]) await save(own.till, number);
  await settle(own.till, 2, 'rejected');
  const cause = causeOf(heldSave(own.till, 2));
  if (cause === null) throw new Error('no group');
  expect(await own.till.words.leave(cause, 'take cash')).toBe(true);
  await settle(own.till, 3, 'accepted');
  await own.clock.pass(8 * DAY);
  await own.till.outbox.housekeep(null);
  await own.stop();
  const folder = await shopTill();
  const names = ['key.json', 'words.json', 'totals.json'];
  await own.plantIn(folder, names);
  const settings = (await readdir(own.folder)).filter((name) =>
    /^(?:settings|pin|audit)/.test(name),
  );
  await own.plantIn(folder, [...names, ...settings], Date.UTC(2026, 10, 21));
  const { till, codes } = await startTill(folder, { offer: null });
  const { accepted, waiting } = (
    await reconcile({ saves: till.outbox.saves, totals: till.totals }, ALL)
  ).kinds;
  expect([accepted.count, waiting.count]).toEqual([0, 0]);
  expect(till.words.ofSave(heldSave(till, 1))).toBeNull();
  expect(codes()).toEqual([]);
});

test('what lies in it goes nowhere else either: a till that is not set up yet takes nothing of it', async () => {
  const own = await ownTill();
  await save(own.till, 2);
  await beginErasing(own.till, '13800138002');
  await own.stop();
  const folder = await freshFolder();
  await own.plantIn(folder, ['key.json', 'erasure.json', 'totals.json']);
  const next = await startTill(folder, { offer: null });
  expect(await actionsOf(next)).not.toContain('person.erased');
  expect(await readdir(folder)).not.toContain('aside-2026-11-20T00-00-00-000Z.taken');
});
