import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { SessionEnd } from './sessionEnd.ts';

function make(stop: (deadline: number, within: number) => Promise<void>) {
  const clock = new VirtualClock();
  const heard: unknown[] = [];
  const ending = new SessionEnd({
    stop: (deadline, within) => {
      heard.push([deadline, within]);
      return stop(deadline, within);
    },
    clock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    say: () => void heard.push('said'),
    restart: () => void heard.push('restarted'),
  });
  return { ending, clock, heard };
}

test('the end of the session says what waits, and closes everything within its five seconds, once', async () => {
  const { ending, heard } = make(async () => {});
  await Promise.all([ending.begin('query-session-end'), ending.begin('session-end')]);
  expect(heard).toEqual(['said', [1_000, 3_500]]);
});

test('a session that goes on after all finds the till started again', async () => {
  const { ending, clock, heard } = make(async () => {});
  await ending.begin('query-session-end');
  await clock.pass(19_999);
  expect(heard).not.toContain('restarted');
  await clock.pass(1);
  expect(heard).toContain('restarted');
});
