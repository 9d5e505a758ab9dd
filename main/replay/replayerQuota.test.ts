import { beforeEach, describe, expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import {
  accepted,
  errorAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const minute = 60_000;
const hour = 60 * minute;

let till: ReplayTill;
beforeEach(async () => {
  till = await new ReplayTill().start();
});

async function registerMany(count: number) {
  for (let number = 1; number <= count; number += 1) await till.register(number);
}

describe('a quota', () => {
  test('while banned the window knows why and until when, and afterwards no more', async () => {
    till.answer = (_id, attempt) =>
      attempt === 1
        ? errorAnswer(
            7,
            'accesscontrol.limited-by-api-access-count',
            'This ban will last for 90 more seconds',
          )
        : accepted('7');
    await till.register(1);
    await till.clock.pass(0);
    expect(till.replayer.pause()).toEqual({ kind: 'quota', until: till.clock.now() + 90_000 });
    await till.clock.pass(89_999);
    expect(till.sent).toHaveLength(1);
    await till.clock.pass(1);
    expect(till.replayer.pause()).toEqual({ kind: 'none' });
    expect(till.state(1)).toMatchObject({ state: 'accepted', attempts: 1 });
  });

  test('that lasts for no time at all is waited for a second, so that nobody asks without a pause', async () => {
    let calls = 0;
    till.answer = () => {
      calls += 1;
      const ban = 'This ban will last for 0 more seconds';
      return calls > 500 ? accepted('7') : errorAnswer(7, '', ban);
    };
    await till.register(1);
    await till.clock.pass(minute);
    expect(calls).toBeLessThanOrEqual(61);
    expect(calls).toBeGreaterThan(1);
  });

  test('that refuses a second sending says nothing of the first: over a ban of more than a day that save waits for somebody', async () => {
    const banUntil = 30 * hour;
    const takenOf: number[] = [];
    let isKept = true;
    till.answer = (id) => {
      const left = Math.ceil((banUntil - till.clock.monotonic()) / 1_000);
      if (Number(id) === 1 || left <= 0) {
        takenOf.push(Number(id));
        return accepted('7');
      }
      const mayBeSecond = isKept;
      isKept = false;
      return { ...errorAnswer(7, '', `This ban will last for ${left} more seconds`), mayBeSecond };
    };
    await registerMany(2);
    await till.clock.pass(minute);
    expect(till.state(2)).toMatchObject({ state: 'pending', attempts: 1 });
    await till.register(3);
    await till.clock.pass(32 * hour);
    expect(till.state(2)).toMatchObject({ state: 'held', heldReason: 'stale' });
    expect(takenOf).toEqual([1, 3]);
  });

  test('a budget is kept from the first minute on, without a single ban', async () => {
    till.budget = 60;
    till.replayer.wake('settings');
    till.answer = () => refusedConnection;
    await registerMany(100);
    await till.clock.pass(3 * minute);
    till.answer = () => accepted('7');
    const before = till.sent.length;
    await till.clock.pass(minute);
    expect(till.sent.length - before).toBeLessThanOrEqual(60);
    await till.clock.pass(2 * minute);
    expect(till.outbox.saves.counts).toMatchObject({ accepted: 100, pending: 0 });
  });

  test('what a ban taught is kept to: no second ban in the drain', async () => {
    const passed: number[] = [];
    let bannedUntil = 0;
    let bansAfterTheFirstMinute = 0;
    till.answer = () => {
      const now = till.clock.monotonic();
      if (now < bannedUntil)
        return errorAnswer(7, 'isp.call-limited', 'ban will last for 9 more seconds');
      const lately = passed.filter((time) => time > now - minute).length;
      if (lately >= 120) {
        if (now > 2 * minute) bansAfterTheFirstMinute += 1;
        bannedUntil = now + 10_000;
        return errorAnswer(7, 'isp.call-limited', 'This ban will last for 10 more seconds');
      }
      passed.push(now);
      return accepted('7');
    };
    till.answer = slowly(till.answer);
    await registerMany(600);
    await till.clock.pass(10 * minute);
    expect(till.outbox.saves.counts.accepted).toBe(600);
    expect(bansAfterTheFirstMinute).toBe(0);
  });
});

describe('what the window is told of a drain', () => {
  test('how many of how many, the rate, and the time left', async () => {
    till.answer = () => refusedConnection;
    await registerMany(120);
    await till.clock.pass(5 * minute);
    expect(till.replayer.progress()).toBeNull();
    till.budget = 60;
    till.replayer.wake('settings');
    till.answer = () => accepted('7');
    await till.clock.pass(minute + 5_000);
    const progress = till.replayer.progress();
    expect(progress?.total).toBe(120);
    expect(progress?.done).toBe(120 - till.outbox.saves.queue.size);
    expect(progress?.ratePerMinute).toBeGreaterThan(45);
    expect(progress?.ratePerMinute).toBeLessThan(65);
    await till.clock.pass((progress?.timeLeft ?? 0) + 10_000);
    expect(till.outbox.saves.queue.size).toBe(0);
    expect(till.replayer.progress()).toBeNull();
  });

  test('a clock that is wrong by more than two minutes, also where sending allows for it', async () => {
    const dated = (date: string): GatewayResponse =>
      ({ ...accepted('7'), date }) as GatewayResponse;
    till.answer = () => dated(new Date(till.clock.now() + 90_000).toUTCString());
    await till.register(1);
    await till.clock.pass(0);
    expect(till.replayer.clockOffsetSeconds()).toBeNull();
    till.answer = () => dated(new Date(till.clock.now() - 3 * minute).toUTCString());
    await till.register(2);
    await till.clock.pass(0);
    expect(till.replayer.clockOffsetSeconds()).toBe(-180);
    expect(till.replayer.pause()).toEqual({ kind: 'none' });
  });

  test('a clock that cannot be corrected: a pause that says by how much, and it ends by itself', async () => {
    const refusal = (): GatewayResponse => ({
      ...(errorAnswer(31, 'isv.timestamp-limit-error') as Extract<
        GatewayResponse,
        { kind: 'http' }
      >),
      date: new Date(till.clock.now() + hour).toUTCString(),
    });
    till.answer = refusal;
    await till.register(1);
    await till.clock.pass(1_000);
    expect(till.sent).toHaveLength(2);
    expect(till.replayer.pause()).toMatchObject({ kind: 'clock', offsetSeconds: 3_600 });
    expect(till.state(1)).toMatchObject({ state: 'pending', attempts: 0 });
    till.answer = () => accepted('7');
    await till.clock.pass(6 * minute);
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
  });
});

describe('an answer that comes too late', () => {
  test('changes nothing when its save was settled meanwhile, and is told', async () => {
    let finish: (response: GatewayResponse) => void = () => {};
    till.answer = () => new Promise((resolve) => (finish = resolve));
    await till.register(1);
    await till.clock.pass(0);
    const sending = till.outbox.saves.find(String(1).padStart(32, '0'));
    if (!sending) throw new Error('not there');
    const words = { code: '40', subCode: '', text: '', traceId: '' };
    const context = {
      now: till.clock.now(),
      random: () => 0,
      isOwnFault: false,
      isEverybodys: false,
    };
    await till.outbox.delivery.settle(sending, { ...words, class: 'rejected' }, context);
    finish(accepted('7'));
    await till.clock.pass(minute);
    expect(till.state(1)).toMatchObject({ state: 'held', customerId: null });
    expect(till.ignored).toHaveLength(1);
    expect(till.ignored[0]?.outcome.class).toBe('accepted');
  });

  test('is not written into a store that is closing: the save is replayed at the next start', async () => {
    let finish: (response: GatewayResponse) => void = () => {};
    till.answer = () => new Promise((resolve) => (finish = resolve));
    await till.register(1);
    await till.clock.pass(0);
    const stopped = till.replayer.stop(2_000);
    await till.clock.pass(2_000);
    await stopped;
    const writes = till.store.writes;
    finish(accepted('7'));
    await till.clock.pass(minute);
    expect(till.store.writes).toBe(writes);
    expect(till.ignored).toHaveLength(1);
    const again = await new ReplayTill(till.store).start();
    await again.clock.pass(minute);
    expect(again.sent).toHaveLength(1);
    expect(again.state(1)).toMatchObject({ state: 'accepted' });
  });
});

/** Each answer takes 100 ms of virtual time. */
function slowly(answer: ReplayTill['answer']): ReplayTill['answer'] {
  return (...call) =>
    new Promise((resolve) => {
      till.clock.after(100, () => resolve(answer(...call)));
    });
}
