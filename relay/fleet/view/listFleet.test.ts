import { describe, expect, test } from 'vitest';
import { ChainInMemory, tillRecord, WELL } from '../testing/chainInMemory.ts';
import { FleetView } from './fleetView.ts';
import { listFleet } from './listFleet.ts';
import { addressOf, type ListQuery, readQuery, SORTS } from './listQuery.ts';
import { SHOP_SORTS } from './listShops.ts';

async function listed(query: Partial<Record<keyof ListQuery, string>>, chain = fiveTills()) {
  const { fleet } = await new FleetView(chain, () => chain.now).now();
  if (fleet === null) throw new Error('nothing was read');
  return listFleet(fleet, readQuery(query), chain.now);
}

function fiveTills(): ChainInMemory {
  const chain = new ChainInMemory();
  chain.add(tillRecord('k1', { name: '1', shopIds: ['s1'] }), { ...WELL, waiting: 3, held: 2 });
  chain.add(tillRecord('k2', { name: '2', shopIds: ['s1'] }), { ...WELL, version: '2.0.0' });
  chain.add(tillRecord('k3', { name: '1', shopIds: ['s2'] }), { ...WELL, pause: 'configuration' });
  chain.add(tillRecord('k4', { name: '2', shopIds: ['s2'] }));
  chain.add(tillRecord('k5', { name: 'Front', shopIds: ['s3'], brandId: 'other' }), {
    ...WELL,
    waiting: 10,
    oldestWaitingSeconds: 60,
  });
  return chain;
}

const keysOf = ({ lines }: Awaited<ReturnType<typeof listed>>) =>
  lines.by === 'till' ? lines.of.map(({ till }) => till.appKey) : [];

const shopsOf = ({ lines }: Awaited<ReturnType<typeof listed>>) =>
  lines.by === 'shop' ? lines.of : [];

test('what needs somebody comes first, and what was never seen last', async () => {
  expect(keysOf(await listed({}))).toEqual(['k3', 'k1', 'k2', 'k5', 'k4']);
});

test('a list can be put in order by each column, either way; who has nothing to say stands last', async () => {
  expect(keysOf(await listed({ sort: 'waiting', dir: 'desc' }))).toEqual([
    'k5',
    'k1',
    'k2',
    'k3',
    'k4',
  ]);
  expect(keysOf(await listed({ sort: 'oldest' }))[0]).toBe('k5');
  expect(keysOf(await listed({ sort: 'version', dir: 'desc' }))[0]).toBe('k2');
  for (const sort of SORTS) {
    for (const dir of ['asc', 'desc']) {
      expect(keysOf(await listed({ sort, dir })).toSorted(), sort).toEqual([
        'k1',
        'k2',
        'k3',
        'k4',
        'k5',
      ]);
    }
  }
  for (const sort of SHOP_SORTS) {
    expect(shopsOf(await listed({ by: 'shop', sort })), sort).toHaveLength(3);
  }
});

test('a search finds shops, tills, keys, brands and versions, whatever the case', async () => {
  expect(keysOf(await listed({ q: 'FRONT' }))).toEqual(['k5']);
  expect(keysOf(await listed({ q: 's2' }))).toEqual(['k3', 'k4']);
  expect(keysOf(await listed({ q: 'other' }))).toEqual(['k5']);
  expect(keysOf(await listed({ q: ' k2 ' }))).toEqual(['k2']);
  expect(keysOf(await listed({ q: '2.0.' }))).toEqual(['k2']);
  expect((await listed({ q: 'nothing like it' })).found).toBe(0);
});

test('one shop alone, or only what needs somebody', async () => {
  expect(keysOf(await listed({ shop: 's1' }))).toEqual(['k1', 'k2']);
  expect(keysOf(await listed({ brand: 'other', shop: 's1' }))).toEqual([]);
  expect(keysOf(await listed({ only: 'needy' }))).toEqual(['k3', 'k1']);
});

test('a shop is what its tills are together, and looks as the worst of them', async () => {
  const [first, second] = shopsOf(await listed({ by: 'shop', sort: 'shop' }));
  expect(first).toMatchObject({ shopId: 's1', look: 'attention', tills: 2, waiting: 3, held: 2 });
  expect(second).toMatchObject({ shopId: 's2', look: 'trouble', tills: 2, needy: 1 });
});

test('the numbers are those of the whole chain, whatever is searched for', async () => {
  const { counts } = await listed({ q: 'nothing like it' });
  expect(counts).toEqual({
    shops: 3,
    tills: 5,
    silent: 0,
    needy: 2,
    paused: 1,
    waiting: 13,
    held: 2,
    never: 1,
  });
});

describe('ten thousand tills', () => {
  const many = new ChainInMemory();
  for (let number = 0; number < 10_000; number += 1) {
    const shop = `s${Math.floor(number / 4)}`;
    many.add(tillRecord(`k${number}`, { shopIds: [shop] }), { ...WELL, waiting: number });
  }

  test('come a hundred at a time, each on one page', async () => {
    const pages = await Promise.all(
      ['1', '2', '100'].map((page) => listed({ sort: 'waiting', page }, many)),
    );
    expect(pages.map(keysOf).map((keys) => [keys.length, keys[0]])).toEqual([
      [100, 'k0'],
      [100, 'k100'],
      [100, 'k9900'],
    ]);
  });

  test('a page beyond the last is the last', async () => {
    const { page, pages, found } = await listed({ page: '999999' }, many);
    expect([page, pages, found]).toEqual([100, 100, 10_000]);
    expect((await listed({ page: '7' }, new ChainInMemory())).page).toBe(1);
  });
});

describe('an address', () => {
  test('says what is seen, and can be passed on', () => {
    const query = readQuery({ by: 'shop', sort: 'held', dir: 'desc', q: '上海 & "1"', page: '3' });
    const { searchParams } = new URL(addressOf(query), 'http://relay');
    expect(readQuery(Object.fromEntries(searchParams))).toEqual(query);
    expect(addressOf(readQuery({}))).toBe('/fleet');
  });

  test('that makes no sense is one that says nothing', () => {
    const nonsense = {
      by: 'x',
      sort: '__proto__',
      dir: ['asc'],
      only: {},
      page: '-1',
      lang: 'fr',
      brand: ['a', 'b'],
    };
    expect(readQuery({ ...nonsense, q: 'x'.repeat(500) })).toEqual({
      ...readQuery({}),
      q: 'x'.repeat(80),
    });
    for (const odd of [null, 7, 'x', []]) expect(readQuery(odd)).toEqual(readQuery({}));
  });
});
