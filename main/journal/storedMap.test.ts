import { expect, test } from 'vitest';
import { StoredMap } from './storedMap.ts';

/** A map with these values, known and on the disk. */
function mapOf(entries: Record<string, number>): StoredMap<string, number> {
  return new StoredMap(new Map(Object.entries(entries)));
}

const stored = (map: StoredMap<string, number>) => [...map.storedValues()];

test('what was read is known and on the disk, and asks for nothing', () => {
  const map = mapOf({ a: 1, b: 2 });
  expect([...map.values()]).toEqual([1, 2]);
  expect(stored(map)).toEqual([1, 2]);
  expect([map.get('a'), map.stored('a'), map.storedSize]).toEqual([1, 1, 2]);
  expect(map.takeAsked()).toEqual([]);
});

test('what is known changes nothing of what is on the disk', () => {
  const map = mapOf({ a: 1, b: 2 });
  map.set('a', 3).set('c', 4);
  expect(map.delete('b')).toBe(true);
  expect(map.delete('d')).toBe(false);
  expect([...map.values()]).toEqual([3, 4]);
  expect(stored(map)).toEqual([1, 2]);
  expect([map.stored('a'), map.stored('b'), map.stored('c')]).toEqual([1, 2, undefined]);
  expect(map.storedSize).toBe(2);
});

test('what came to the disk is known only once that is said', () => {
  const map = mapOf({ a: 1, b: 2 });
  map.setStored('a', 3);
  map.setStored('b', undefined);
  map.setStored('c', 4);
  expect([...map.values()]).toEqual([1, 2]);
  expect(stored(map)).toEqual([3, 4]);
  expect(map.storedSize).toBe(2);
  map.set('a', 3).set('c', 4).delete('b');
  expect([...map.values()]).toEqual([3, 4]);
  expect(stored(map)).toEqual([3, 4]);
  map.setStored('a', 3);
  expect(map.storedSize).toBe(2);
});

test('a change of what is known ends where the disk has the same', () => {
  const map = mapOf({ a: 1 });
  map.set('a', 2).set('a', 1).setStored('a', 5);
  map.set('a', 5);
  expect([map.get('a'), map.stored('a')]).toEqual([5, 5]);
});

test('what is asked for is given once, and in that order, each time that it is asked for', () => {
  const map = mapOf({ a: 1 });
  map.ask('a', 2);
  map.ask('b', 3);
  map.ask('a', undefined);
  expect(map.takeAsked()).toEqual([
    ['a', 2],
    ['b', 3],
    ['a', undefined],
  ]);
  expect(map.takeAsked()).toEqual([]);
  expect([map.get('a'), map.stored('a')]).toEqual([1, 1]);
});

test('whoever goes through what is on the disk misses nothing that was there, whatever becomes known meanwhile', () => {
  const map = mapOf({ a: 1, b: 2 });
  map.setStored('c', 3);
  const seen: number[] = [];
  for (const value of map.storedValues()) {
    seen.push(value);
    if (value === 1) map.set('c', 3);
    if (value === 2) map.set('a', 9);
  }
  expect(seen).toEqual([1, 2, 3]);
});
