import { expect, test } from 'vitest';
import { accepted, errorAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A till on a PC whose steady clock stands still while it sleeps, shut out by its gateway for `seconds`. */
async function bannedTill(seconds: number) {
  const till = await new ReplayTill().start();
  let slept = 0;
  const passed = () => till.clock.monotonic() + slept;
  const end = seconds * 1_000;
  till.answer = () => {
    const left = Math.ceil((end - passed()) / 1_000);
    if (left <= 0) return accepted('7');
    const says = `This ban will last for ${left} more seconds`;
    return errorAnswer(7, 'accesscontrol.limited-by-app-access-count', says);
  };
  /** `wrong`: by so much the wall clock was set while the PC slept (ms). */
  const sleep = (lasts: number, wrong = 0) => {
    till.replayer.wake('suspend');
    slept += lasts;
    till.clock.jump(lasts + wrong);
    till.replayer.wake('resume');
  };
  await till.register(1);
  await till.clock.pass(MINUTE);
  expect(till.sent).toHaveLength(1);
  return { till, sleep };
}

test('a ban goes on while the PC sleeps, and is over when the gateway said', async () => {
  const { till, sleep } = await bannedTill(9 * 3_600);
  sleep(8 * HOUR);
  await till.clock.pass(58 * MINUTE);
  expect(till.sent).toHaveLength(1);
  await till.clock.pass(2 * MINUTE);
  expect(till.state(1)?.state).toBe('accepted');
});

test('a ban that ends in the night costs nothing of the next day, and the backlog does not wait for it either', async () => {
  const { till, sleep } = await bannedTill(9 * 3_600);
  await till.register(2);
  await till.register(3);
  await till.clock.pass(3 * MINUTE);
  sleep(12 * HOUR);
  await till.clock.pass(MINUTE);
  expect([1, 2, 3].map((one) => till.state(one)?.state)).toEqual(Array(3).fill('accepted'));
});

test('where the wall clock says more than has passed, one save asks, and the ban that it is told holds', async () => {
  const { till, sleep } = await bannedTill(9 * 3_600);
  await till.register(2);
  sleep(HOUR, 365 * 24 * HOUR);
  await till.clock.pass(7 * HOUR);
  expect(till.sent).toHaveLength(2);
  sleep(HOUR, -365 * 24 * HOUR);
  await till.clock.pass(10 * MINUTE);
  expect(till.sent).toHaveLength(2);
});

test('the clock that was set while the PC was awake shortens no ban that begins after', async () => {
  const till = await new ReplayTill().start();
  till.clock.jump(24 * HOUR);
  till.answer = () =>
    errorAnswer(
      7,
      'accesscontrol.limited-by-app-access-count',
      'This ban will last for 3600 more seconds',
    );
  await till.register(1);
  await till.clock.pass(MINUTE);
  till.replayer.wake('resume');
  await till.clock.pass(50 * MINUTE);
  expect(till.sent).toHaveLength(1);
});
