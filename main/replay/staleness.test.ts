import { expect, test } from 'vitest';
import { accepted, ReplayTill } from '../testing/replayTill.ts';

test('the gateway’s time is known only from an answer that shows it, not from one whose Date a proxy took out', async () => {
  const till = await new ReplayTill().start();
  await till.register(1);
  await till.clock.pass(0);
  expect(till.state(1)?.state).toBe('accepted');
  expect(till.replayer.knownTime()).toBeNull();
  const time = Date.UTC(2031, 0, 1);
  till.answer = () => ({ ...accepted('2'), date: new Date(time).toUTCString() });
  await till.register(2);
  await till.clock.pass(0);
  expect(till.replayer.knownTime()).toBe(time);
});
