import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';
import { LostCall } from '../gateway/line.ts';

/** A till, and who presses "send now" so many times; gives how often it was heard. */
async function aTill() {
  const { till, calls, clock, lines } = await startTill(await freshFolder());
  let heard = 0;
  till.replayer.wake = (reason) => {
    if (reason === 'send-now') heard += 1;
  };
  const press = async (times: number, every: number) => {
    heard = 0;
    for (let pressed = 0; pressed < times; pressed += 1) {
      await calls.sendNow(null);
      await clock.pass(every);
    }
    return heard;
  };
  const refusals = async () =>
    (await lines()).filter(({ action }) => action === 'sendings.refused');
  return { calls, press, refusals };
}

test('"send now" is heard as often as a person presses it: ten times at once, then every ten seconds', async () => {
  const { press, refusals } = await aTill();
  expect(await press(10, 0)).toBe(10);
  expect(await press(1, 10_000)).toBe(0);
  expect(await press(60, 10_000)).toBe(60);
  expect(await refusals()).toMatchObject([{ saves: 1 }]);
});

test('a page that presses it every second for half an hour makes no call a second, and leaves a line a minute', async () => {
  const { calls, press, refusals } = await aTill();
  expect(await press(1_800, 1_000)).toBeLessThanOrEqual(190);
  await calls.sendNow(null);
  expect(await calls.sendNow(null)).toMatchObject({
    ok: false,
    error: { code: 'send.too-fast', waitSeconds: expect.any(Number) },
  });
  expect((await refusals()).length).toBeGreaterThan(25);
  expect((await refusals()).length).toBeLessThanOrEqual(30);
});

test('who presses it too often waits, and what waits to be sent is tried by itself all the same', async () => {
  let tries = 0;
  const { calls, clock } = await startTill(await freshFolder(), {
    isSending: true,
    post: async () => {
      tries += 1;
      throw new LostCall('no-network', false);
    },
  });
  await calls.registerMember(registration('a'.repeat(32), '13800138000'));
  const answers = [];
  for (let pressed = 0; pressed < 12; pressed += 1) answers.push(await calls.sendNow(null));
  expect(answers.at(-1)).toMatchObject({ error: { code: 'send.too-fast' } });
  const before = tries;
  // The disk takes time of its own between two calls.
  for (let turn = 0; turn < 200 && tries < before + 3; turn += 1) {
    await clock.pass(10_000);
    await pause(5);
  }
  expect(tries).toBeGreaterThanOrEqual(before + 3);
});
