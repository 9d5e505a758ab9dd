import { expect, test } from 'vitest';
import { ChainInMemory, NINE, tillRecord, WELL } from '../testing/chainInMemory.ts';
import { FleetView } from './fleetView.ts';

function seen() {
  const chain = new ChainInMemory();
  const view = new FleetView(chain, () => chain.now);
  const tills = async () => {
    chain.now += 5_000;
    return (await view.now()).fleet?.tills ?? null;
  };
  return { chain, view, tills };
}

test('where a till stands says its record, in the order of brand, shop and name', async () => {
  const { chain, tills } = seen();
  chain.add(tillRecord('k3', { shopIds: ['s2', 's1'], name: 'A' }), WELL);
  chain.add(tillRecord('k2', { shopIds: ['s1'], name: 'B' }));
  chain.add(tillRecord('k1', { shopIds: ['s1'], name: 'A' }), WELL);
  expect((await tills())?.map(({ shopId, till, appKey }) => [shopId, till, appKey])).toEqual([
    ['s1', 'A', 'k1'],
    ['s1', 'B', 'k2'],
    ['s2', 'A', 'k3'],
  ]);
});

test('a till that was revoked or removed is there no more, whatever it has told', async () => {
  const { chain, tills } = seen();
  chain.add(tillRecord('k1'), WELL);
  chain.add(tillRecord('k2'), WELL);
  chain.add(tillRecord('k3'), WELL);
  expect(await tills()).toHaveLength(3);
  chain.records.set('k1', tillRecord('k1', { revokedAt: NINE }));
  chain.records.delete('k2');
  expect((await tills())?.map(({ appKey }) => appKey)).toEqual(['k3']);
});

test('a report that another version has stored is not guessed at: the till was seen, and no more', async () => {
  const { chain, tills } = seen();
  chain.add(tillRecord('k1'));
  chain.tell('k1', JSON.stringify({ ...WELL, format: 2 }));
  expect(await tills()).toMatchObject([{ seenAt: NINE, report: null }]);
});

test('a new report takes the place of the one that was read before', async () => {
  const { chain, tills } = seen();
  chain.add(tillRecord('k1'), WELL);
  expect(await tills()).toMatchObject([{ report: { waiting: 0 } }]);
  chain.tell('k1', JSON.stringify({ ...WELL, waiting: 3 }));
  expect(await tills()).toMatchObject([{ report: { waiting: 3 } }]);
});

test('many who ask at once, and again within five seconds, read the state once', async () => {
  const { chain, view } = seen();
  chain.add(tillRecord('k1'), WELL);
  await Promise.all([view.now(), view.now(), view.now()]);
  chain.now += 4_999;
  await view.now();
  expect(chain.reads).toBe(1);
  chain.now += 1;
  await view.now();
  expect(chain.reads).toBe(2);
});

test('a clock that was set back does not keep an old reading', async () => {
  const { chain, view } = seen();
  await view.now();
  chain.now -= 3_600_000;
  await view.now();
  expect(chain.reads).toBe(2);
});

test('where the state is away what was last known stays, and it is said', async () => {
  const { chain, view, tills } = seen();
  chain.isAway = true;
  expect(await view.now()).toEqual({ fleet: null, isAway: true });
  chain.isAway = false;
  chain.add(tillRecord('k1'), WELL);
  expect(await tills()).toHaveLength(1);
  chain.isAway = true;
  expect(await tills()).toHaveLength(1);
  expect((await view.now()).isAway).toBe(true);
  chain.isAway = false;
  await tills();
  expect((await view.now()).isAway).toBe(false);
});

test('of secrets that end the next one is told, and none that has ended', async () => {
  const { chain, tills } = seen();
  const [first] = tillRecord('k').secrets;
  const secretUntil = (until: number | null) => ({
    ...(first as NonNullable<typeof first>),
    until,
  });
  const ends = [null, NINE - 1, NINE + 9_000_000, NINE + 8_000_000].map(secretUntil);
  chain.add(tillRecord('k1', { secrets: ends }));
  chain.add(tillRecord('k2', { secrets: [secretUntil(null), secretUntil(NINE - 1)] }));
  expect((await tills())?.map((till) => till.secretUntil)).toEqual([NINE + 8_000_000, null]);
});

test('two tills of a shop are never called the same, whatever people have named them', async () => {
  const { chain, tills } = seen();
  chain.add(tillRecord('k1', { name: 'A' }));
  chain.add(tillRecord('k2', { name: 'A' }));
  chain.add(tillRecord('k3', { name: '' }));
  chain.add(tillRecord('k4', { name: 'k1' }));
  chain.add(tillRecord('k5', { name: 'B' }));
  chain.add(tillRecord('k6', { name: 'A', shopIds: ['elsewhere'] }));
  const names = (await tills())?.map(({ appKey, till }) => [appKey, till]);
  expect(Object.fromEntries(names ?? [])).toEqual({
    k1: 'k1',
    k2: 'k2',
    k3: 'k3',
    k4: 'k4',
    k5: 'B',
    k6: 'A',
  });
});
