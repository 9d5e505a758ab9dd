import { expect, onTestFinished, test, vi } from 'vitest';
import { PassedWhile } from '../../app/outbox/passedWhile.ts';
import { atDepth } from '../../testing/depth.ts';
import { circleSequences } from './circleSequences.ts';

test('over tills that hand their queues on, lose keys, erase people and lose power, nobody is lost or doubled, and nothing goes over newer data, or comes back, without the manager', async () => {
  await circleSequences().check(atDepth({ whole: 300, short: 40 }));
}, 300_000);

test.each([-3, 3])(
  'nor does anything where the clock of one till is %i h ahead, and the gateway shows it',
  async (hours) => {
    await circleSequences(null, hours * 3_600_000).check(atDepth({ whole: 150, short: 20 }));
  },
  300_000,
);

test('nor where somebody sets the clocks of the tills meanwhile, and the gateway shows the time', async () => {
  await circleSequences(null, 0, true).check(atDepth({ whole: 150, short: 20 }));
}, 300_000);

test('tills that leave to clocks who of two came first are caught', async () => {
  const spy = vi.spyOn(PassedWhile.prototype, 'isBeside').mockReturnValue(false);
  onTestFinished(() => spy.mockRestore());
  expect(await circleSequences(null, 0, true).untilFailure(200, 5)).not.toBeNull();
}, 300_000);

test.each([
  // With the seed whose sequences come to it soon.
  ['who was erased is not remembered', 4],
  ['what was set aside is not remembered', 1],
  ['numbers are given anew behind a lost key', 1],
] as const)(
  'a till that is broken on purpose is caught: %s',
  async (mistake, seed) => {
    expect(await circleSequences(mistake).untilFailure(200, seed)).not.toBeNull();
  },
  300_000,
);
