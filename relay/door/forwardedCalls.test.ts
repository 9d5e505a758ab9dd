import { expect, test } from 'vitest';
import type { Call } from '../../platform/protocol/call.ts';
import { ForwardedCalls } from './forwardedCalls.ts';

const MINUTE = 60_000;

const callWith = (sign: string, body = 'body'): Call => ({
  verb: 'POST',
  params: new Map(Object.entries({ sign, body })),
  paramsIn: 'form',
  badEncoding: false,
  onReusedConnection: false,
});
const callOf = (number: number, body?: string) =>
  callWith(number.toString(16).toUpperCase().padStart(64, '0'), body);

test('a call that has left is known as long as its timestamp may be good, whatever leaves behind it', () => {
  let now = 0;
  const calls = new ForwardedCalls(() => now);
  const known = () => [1, 2, 3, 4].map((number) => calls.has(callOf(number)));
  calls.add(callOf(1));
  now = 20 * MINUTE;
  calls.add(callOf(2));
  now = 21 * MINUTE;
  calls.add(callOf(3));
  now = 41 * MINUTE;
  expect(known()).toEqual([true, true, true, false]);
  now = 42 * MINUTE;
  calls.add(callOf(4));
  expect(known()).toEqual([false, false, true, true]);
});

test('of many the last fifty thousand are known, and never more than twice as many', () => {
  const calls = new ForwardedCalls(() => 0);
  for (let number = 0; number <= 150_000; number += 1) calls.add(callOf(number));
  const known = [0, 50_000, 100_000, 150_000].map((number) => calls.has(callOf(number)));
  expect(known).toEqual([false, false, true, true]);
});

test('what bears the sign of one that has left, and is another call, is no copy of it', () => {
  const calls = new ForwardedCalls(() => 0);
  calls.add(callOf(1));
  expect([calls.has(callOf(1)), calls.has(callOf(1, 'other'))]).toEqual([true, false]);
});

test.each(['', 'a'.repeat(64), 'A'.repeat(60_000)])(
  'what bears no sign is not remembered (%#)',
  (sign) => {
    const calls = new ForwardedCalls(() => 0);
    calls.add(callWith(sign));
    expect(calls.has(callWith(sign))).toBe(false);
  },
);
