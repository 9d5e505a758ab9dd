import { expect, test } from 'vitest';
import { accepted, errorAnswer, lostAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * A till whose clock is an hour behind: it hears the time from a 31, and then one answer is lost. `passes`: something happens
 * to the clocks of the gateway and of the wall while the steady one stands still; gives when the save took effect (hours).
 */
async function effectsOver(passes: { atGateway: number; onWall: number }) {
  const till = await new ReplayTill().start();
  const start = till.clock.now();
  let ahead = HOUR;
  const time = () => start + till.clock.monotonic() + ahead;
  const effects: number[] = [];
  let isLost = true;
  till.answer = () => {
    const date = new Date(time()).toUTCString();
    if (Math.abs(till.gatewayClock.now() - time()) > 10 * MINUTE)
      return { ...errorAnswer(31, 'isv.timestamp-limit-error'), date };
    effects.push(time());
    return isLost ? lostAnswer : { ...accepted('7'), date };
  };
  await till.register(1);
  await till.clock.pass(100);
  expect(effects).toHaveLength(1);
  ahead += passes.atGateway;
  till.clock.jump(passes.onWall);
  isLost = false;
  till.replayer.wake('network');
  await till.clock.pass(10 * MINUTE);
  return { effects, save: till.state(1) };
}

test('over a sleep that nothing reports a doubt grows as old as the sleep, also where only a refused timestamp has shown the time', async () => {
  const { effects, save } = await effectsOver({ atGateway: 30 * HOUR, onWall: 30 * HOUR });
  expect(save).toMatchObject({ state: 'held', heldReason: 'stale' });
  expect(effects).toHaveLength(1);
});

test.each([
  [
    'only the gateway’s clock goes on: one of its nodes is wrong',
    { atGateway: 30 * HOUR, onWall: 0 },
  ],
  ['only the clock on the wall is set', { atGateway: 0, onWall: 30 * HOUR }],
])('a clock that goes on alone is no sleep, and holds no save: %s', async (_, passes) => {
  const { save } = await effectsOver(passes);
  expect(save).toMatchObject({ state: 'accepted' });
});
