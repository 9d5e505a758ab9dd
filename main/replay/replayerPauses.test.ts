import { expect, test } from 'vitest';
import {
  accepted,
  account,
  errorAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const minute = 60_000;

test('the window is told when a pause begins and when it ends, and not when nothing has changed', async () => {
  const till = await new ReplayTill().start();
  till.replayer.wake('network');
  expect(till.pauses).toEqual([]);
  till.answer = () => refusedConnection;
  await till.register(1);
  await till.clock.pass(0);
  expect(till.pauses).toEqual(['unreachable']);
  till.answer = () => accepted('7');
  await till.clock.pass(2 * minute);
  expect(till.pauses.at(-1)).toBe('none');
});

test('a pause that somebody has repaired is told to be over before anything is sent', async () => {
  const till = await new ReplayTill().start();
  till.answer = () => refusedConnection;
  await till.register(1);
  await till.clock.pass(0);
  till.pauses.length = 0;
  till.replayer.wake('settings');
  expect(till.pauses).toEqual(['none']);
  expect(till.sent).toHaveLength(1);
});

test('a ban outlives settings that are stored anew for the same app, and not those for another', async () => {
  const till = await new ReplayTill().start();
  till.answer = () => errorAnswer(7, '', 'This ban will last for 90 more seconds');
  await till.register(1);
  await till.clock.pass(0);
  for (const [appKey, kind] of [
    [account.appKey, 'quota'],
    ['another', 'none'],
  ] as const) {
    till.account = { ...account, appKey };
    till.replayer.wake('settings');
    expect(till.replayer.pause().kind).toBe(kind);
  }
});
