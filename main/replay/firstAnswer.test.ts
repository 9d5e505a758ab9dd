import { expect, test } from 'vitest';
import { accepted, errorAnswer, lostAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const idOf = (number: number) => String(number).padStart(32, '0');

/** A till whose clock is right, and which has had no answer yet; of what its PC sleeps nobody tells. */
async function aTill() {
  const till = await new ReplayTill().start();
  const start = till.clock.now();
  let slept = 0;
  const time = () => start + till.clock.monotonic() + slept;
  const effects: number[] = [];
  let isLost = true;
  const sleep = (milliseconds: number) => {
    slept += milliseconds;
    till.clock.jump(milliseconds);
  };
  let during = () => {};
  till.answer = (id) => {
    const date = new Date(time()).toUTCString();
    if (Math.abs(till.gatewayClock.now() - time()) > 10 * MINUTE)
      return { ...errorAnswer(31, 'isv.timestamp-limit-error'), date };
    effects.push(Number(id));
    during();
    during = () => {};
    return isLost ? lostAnswer : { ...accepted('7'), date };
  };
  const sleepDuringNextCall = (milliseconds: number) => {
    during = () => sleep(milliseconds);
  };
  const heal = () => {
    isLost = false;
  };
  return { till, effects, sleep, sleepDuringNextCall, heal };
}

test('the first answer since the start makes no doubt younger over a sleep that nothing reports', async () => {
  const { till, effects, sleep, heal } = await aTill();
  await till.register(1);
  await till.clock.pass(100);
  expect(effects).toEqual([1]);
  sleep(30 * HOUR);
  heal();
  await till.register(2);
  await till.clock.pass(10 * MINUTE);
  expect(till.state(2)).toMatchObject({ state: 'accepted' });
  expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  expect(effects).toEqual([1, 2]);
});

test('nor where the PC falls asleep in the middle of the first call', async () => {
  const { till, effects, sleepDuringNextCall, heal } = await aTill();
  sleepDuringNextCall(62 * HOUR);
  await till.register(1);
  await till.register(2);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(effects).toHaveLength(1);
  const [over = 0] = effects;
  heal();
  await till.clock.pass(10 * MINUTE);
  expect(till.state(over)).toMatchObject({ state: 'held', heldReason: 'stale' });
  expect(till.state(3 - over)).toMatchObject({ state: 'accepted' });
});

test('nor does it make the manager’s word younger, nor a file: what may have been sent elsewhere waits for the manager', async () => {
  const { till, effects, sleep, heal } = await aTill();
  till.account = null;
  await till.register(1);
  await till.register(2);
  await till.outbox.decisions.discard(idOf(1), 'moved');
  expect(await till.outbox.decisions.requeue(idOf(1))).toMatchObject({ state: 'pending' });
  await till.outbox.lending.lend([idOf(2)], till.clock.now());
  sleep(31 * HOUR);
  heal();
  till.account = { url: 'https://gw.example/', appKey: 'k', appSecret: 's' };
  till.replayer.wake('settings');
  await till.register(3);
  await till.clock.pass(10 * MINUTE);
  expect(till.state(3)).toMatchObject({ state: 'accepted' });
  for (const number of [1, 2]) expect(till.state(number)).toMatchObject({ state: 'held' });
  expect(effects).toEqual([3]);
});

test('a doubt of less than a day is sent again by itself after such a sleep', async () => {
  const { till, effects, sleep, heal } = await aTill();
  await till.register(1);
  await till.clock.pass(100);
  sleep(20 * HOUR);
  heal();
  await till.register(2);
  await till.clock.pass(10 * MINUTE);
  expect(till.state(1)).toMatchObject({ state: 'accepted' });
  expect(effects).toEqual([1, 2, 1]);
});
