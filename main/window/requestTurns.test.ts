import { expect, test } from 'vitest';
import { AT_ONCE, MOST_WAITING, RequestTurns } from './requestTurns.ts';

/** Turns whose pauses end when the test says so. */
function start() {
  const pauses: (() => void)[] = [];
  const turns = new RequestTurns(() => new Promise<void>((resolve) => pauses.push(resolve)));
  const had: number[] = [];
  const refused: number[] = [];
  const take = async (number: number) => {
    (await turns.take()) ? had.push(number) : refused.push(number);
  };
  const endPause = async () => {
    pauses.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { take, endPause, pauses, had, refused };
}

const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);

test('of many who ask at once some are answered, and the others after them, in their order', async () => {
  const { take, endPause, had, pauses } = start();
  const all = upTo(AT_ONCE * 2 + 1);
  for (const number of all) void take(number);
  await new Promise((resolve) => setImmediate(resolve));
  expect(had).toEqual(upTo(AT_ONCE));
  await endPause();
  expect(had).toEqual(upTo(AT_ONCE * 2));
  await endPause();
  expect(had).toEqual(all);
  await endPause();
  expect(pauses, 'nothing goes on where nobody waits').toEqual([]);
});

test('where too many wait the next one is refused, and whoever comes later is answered again', async () => {
  const { take, endPause, had, refused } = start();
  for (const number of upTo(AT_ONCE + MOST_WAITING + 1)) void take(number);
  await new Promise((resolve) => setImmediate(resolve));
  expect(refused).toEqual([AT_ONCE + MOST_WAITING]);
  for (const _ of upTo(MOST_WAITING / AT_ONCE + 1)) await endPause();
  expect(had).toEqual(upTo(AT_ONCE + MOST_WAITING));
  await take(-1);
  expect(had.at(-1)).toBe(-1);
});
