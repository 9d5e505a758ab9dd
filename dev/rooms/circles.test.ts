import { expect, test } from 'vitest';
import { circlesIn } from './circles.ts';

const graphOf = (edges: Record<string, string>) =>
  new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]));

test('where every way ends there is no circle', () => {
  expect(circlesIn(graphOf({ a: 'bc', b: 'c', c: 'd' }))).toEqual([]);
});

test('two that point at each other are a circle, and so is one that points at itself', () => {
  expect(circlesIn(graphOf({ a: 'b', b: 'a', c: 'c' }))).toEqual([['a', 'b'], ['c']]);
});

test('of a long and a short way back the short one is named', () => {
  expect(circlesIn(graphOf({ a: 'bd', b: 'c', c: 'a', d: 'a' }))).toEqual([['a', 'd']]);
});

test('a circle behind a way that leads to it is found', () => {
  expect(circlesIn(graphOf({ a: 'b', b: 'c', c: 'd', d: 'b' }))).toEqual([['b', 'c', 'd']]);
});

test('of circles that share a place one is named, of others each', () => {
  const circles = circlesIn(graphOf({ a: 'b', b: 'ac', c: 'b', d: 'e', e: 'd' }));
  expect(circles).toEqual([
    ['a', 'b'],
    ['d', 'e'],
  ]);
});
