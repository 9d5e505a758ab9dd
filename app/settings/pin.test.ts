import { expect, test } from 'vitest';
import { givenPinSchema, newPinSchema, pinDigits } from './pin.ts';

test('a new PIN has 4 to 12 digits and nothing else', () => {
  for (const pin of ['0000', '123456789012'])
    expect(newPinSchema.safeParse(pin).success).toBe(true);
  for (const pin of ['000', '1234567890123', '12a4', ' 1234', '１２３４']) {
    expect(newPinSchema.safeParse(pin).success).toBe(false);
  }
});

test('what is typed to be let in may have any shape, up to 64 characters', () => {
  expect(givenPinSchema.safeParse('x'.repeat(64)).success).toBe(true);
  expect(givenPinSchema.safeParse('x'.repeat(65)).success).toBe(false);
});

test('of what is pasted only the digits count, also full-width ones, and the first twelve', () => {
  expect(pinDigits(' １２-3a4\n')).toBe('1234');
  expect(pinDigits('12345678901234')).toBe('123456789012');
});
