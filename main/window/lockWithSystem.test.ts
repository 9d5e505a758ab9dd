import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { lockWithSystem } from './lockWithSystem.ts';

test('the window is locked when the PC goes to sleep, comes back or is locked itself, until the till stops', () => {
  const power = new EventEmitter();
  let locks = 0;
  const stop = lockWithSystem(power, () => {
    locks += 1;
  });
  for (const sign of ['suspend', 'resume', 'lock-screen', 'unlock-screen']) power.emit(sign);
  expect(locks).toBe(3);
  stop();
  for (const sign of ['suspend', 'resume', 'lock-screen']) power.emit(sign);
  expect(locks).toBe(3);
  expect(power.eventNames()).toEqual([]);
});
