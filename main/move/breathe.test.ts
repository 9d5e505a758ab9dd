import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { breathe } from './breathe.ts';

afterEach(() => void vi.restoreAllMocks());

test('whoever has kept the loop for twenty milliseconds lets everybody else have a turn, and nobody does before', async () => {
  let time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  const breath = breathe();
  let turns = 0;
  const others = (async () => {
    for (; turns < 2; turns += 1) await setImmediate();
  })();
  for (; time < 20; time += 1) await breath();
  expect(turns).toBe(0);
  await breath();
  expect(turns).toBe(1);
  await breath();
  expect(turns).toBe(1);
  await others;
});
