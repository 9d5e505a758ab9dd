import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { reportLine } from './reportLine.ts';

const CALL = { url: 'x', headers: {}, form: '', signal: null, patience: 1 };
const DAY = 24 * 60 * 60_000;

test('who has cost the PC its network process is not asked for a day', async () => {
  const clock = new VirtualClock();
  let calls = 0;
  let onStuck = () => {};
  const post = reportLine((stuck) => {
    onStuck = stuck;
    return async () => {
      calls += 1;
      return { status: 200, date: '', text: '', mayBeSecond: false };
    };
  }, clock);
  await post(CALL);
  onStuck();
  await expect(post(CALL)).rejects.toMatchObject({ code: 'barred', mayHaveArrived: false });
  await clock.pass(DAY - 1);
  await expect(post(CALL)).rejects.toMatchObject({ code: 'barred' });
  expect(calls).toBe(1);
  await clock.pass(1);
  expect(await post(CALL)).toMatchObject({ status: 200 });
});
