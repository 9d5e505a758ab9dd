import { expect, test } from 'vitest';
import { DirtyMap } from './dirtyMap.ts';

test('a map knows which of its keys have changed since it was last asked', () => {
  const map = new DirtyMap([
    ['a', 1],
    ['b', 2],
  ]);
  expect(map.takeDirty()).toEqual(['a', 'b']);
  expect(map.takeDirty()).toEqual([]);
  map.set('c', 3).set('a', 4);
  expect(map.delete('b')).toBe(true);
  expect(map.delete('x')).toBe(false);
  expect([...map]).toEqual([
    ['a', 4],
    ['c', 3],
  ]);
  expect(map.takeDirty()).toEqual(['c', 'a', 'b', 'x']);
});

test('what is on the disk already, or put back, counts as unchanged', () => {
  const map = new DirtyMap<string, number>();
  map.setClean('a', 1);
  map.setClean('b', 2);
  map.deleteClean('b');
  expect([...map]).toEqual([['a', 1]]);
  expect(map.takeDirty()).toEqual([]);
});

test('when it is emptied, all that was in it has changed', () => {
  const map = new DirtyMap<string, number>();
  map.setClean('a', 1);
  map.clear();
  expect(map.size).toBe(0);
  expect(map.takeDirty()).toEqual(['a']);
});
