import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';
import { accepted, errorAnswer } from '../../testing/tills/replayTill.ts';
import { atRest } from '../../testing/tills/sharedFolder.ts';
import { LostCall } from '../gateway/line.ts';
import { OUTAGES_FILE } from './outagesFile.ts';

const MINUTE = 60_000;
const register = (number: number) =>
  registration(String(number).padStart(32, '0'), String(13_800_000_000 + number));

type Answer = ReturnType<typeof errorAnswer>;

/** `answer`: null where the gateway cannot be reached, `lost` where the call has left and no answer comes. */
async function sendingTill(folder: string, answer: () => Answer | 'lost' | null) {
  const clock = new VirtualClock(undefined, atRest);
  const post = async () => {
    const now = answer();
    if (now === null) throw new LostCall('ERR_CONNECTION_REFUSED', false);
    if (now === 'lost') throw new LostCall('ERR_CONNECTION_RESET', true);
    const { status, date, bodyText: text, mayBeSecond } = now;
    return { status, date, text, mayBeSecond };
  };
  const opened = await startTill(folder, { clock, isSending: true, post });
  await clock.pass(1_000);
  return { ...opened, clock };
}

test('a till notes when its gateway cannot be reached while a save waits, and that it can again', async () => {
  const folder = await freshFolder();
  let answer: Answer | null = null;
  const { till, calls, clock, stop } = await sendingTill(folder, () => answer);
  await clock.pass(10 * MINUTE);
  expect(till.outages.list(0)).toEqual([]);
  const from = clock.now();
  expect(await calls.registerMember(register(1))).toMatchObject({ ok: true });
  await clock.pass(30 * MINUTE);
  expect(till.outages.list(0)).toMatchObject([{ reason: 'unreachable', ending: 'lasting' }]);
  answer = accepted('1');
  await clock.pass(10 * MINUTE);
  const [outage, ...others] = till.outages.list(0);
  expect(others).toEqual([]);
  expect(outage).toMatchObject({ reason: 'unreachable', ending: 'over' });
  expect(Math.abs((outage?.from ?? 0) - from)).toBeLessThan(5_000);
  expect(outage?.length).toBeGreaterThan(29 * MINUTE);
  expect(outage?.length).toBeLessThan(36 * MINUTE);
  await stop();
  const text = await readFile(join(folder, OUTAGES_FILE), 'utf8');
  expect(text).not.toMatch(/13800000001|138|慕容/);
  const again = await sendingTill(folder, () => answer);
  expect(again.till.outages.list(0)).toEqual([outage]);
});

test('what is held for its content is no outage, and the reason is the one that the window says', async () => {
  let answer = errorAnswer(15, 'isv.invalid-parameter', 'x');
  const { till, calls, clock } = await sendingTill(await freshFolder(), () => answer);
  await calls.registerMember(register(1));
  await clock.pass(5 * MINUTE);
  expect(till.outages.list(0)).toEqual([]);
  answer = errorAnswer(29, '', 'Invalid app Key');
  await calls.registerMember(register(2));
  await clock.pass(5 * MINUTE);
  expect(till.replayer.pause().kind).toBe('configuration');
  expect(till.outages.list(0)).toMatchObject([{ reason: 'configuration', ending: 'lasting' }]);
});

test('what lasts is not over where all that waits is behind a call that may still arrive, so that nobody asks: it ends with the first answer', async () => {
  let answer: Answer | 'lost' | null = 'lost';
  const { till, calls, clock } = await sendingTill(await freshFolder(), () => answer);
  await calls.registerMember(register(1));
  await clock.pass(1_000);
  answer = null;
  await clock.pass(5 * MINUTE);
  expect(till.outages.list(0)).toMatchObject([{ reason: 'unreachable', ending: 'lasting' }]);
  const { requestId, identityKeys } = till.outbox.saves.queue.values().next().value ?? {};
  expect(identityKeys).toHaveLength(1);
  expect(await till.outbox.decisions.discard(requestId ?? '', 'manager')).not.toBe(null);
  await calls.registerMember({ ...register(1), requestId: '2'.padStart(32, '0') });
  await clock.pass(10 * MINUTE);
  expect(till.replayer.pause().kind).toBe('none');
  const [outage, ...others] = till.outages.list(0);
  expect(others).toEqual([]);
  expect(outage).toMatchObject({ reason: 'unreachable', ending: 'lasting' });
  expect(outage?.length).toBeGreaterThan(14 * MINUTE);
  answer = accepted('1');
  await clock.pass(30 * MINUTE);
  expect(till.outages.list(0)).toMatchObject([{ reason: 'unreachable', ending: 'over' }]);
});
