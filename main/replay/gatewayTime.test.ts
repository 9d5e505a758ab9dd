import { beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import {
  accepted,
  errorAnswer,
  gatewayAt,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';
import { GatewayTime } from './gatewayTime.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const words = { code: '41', subCode: '', text: '', traceId: '' };
const looked: Outcome = { ...words, class: 'rejected' };
const timestampRefused: Outcome = { ...words, class: 'clock', replay: false };
const inDays = (till: ReplayTill, days: number) =>
  new Date(till.clock.now() + days * day).toUTCString();

let till: ReplayTill;
beforeEach(async () => {
  till = await new ReplayTill().start();
});

describe('what answers show of the gateway’s time', () => {
  const learn = (time: GatewayTime, outcome: Outcome, ahead: number) => {
    const signedAt = till.gatewayClock.now();
    time.learn(outcome, new Date(signedAt + ahead).toUTCString(), signedAt, 0);
    return time.isProved;
  };
  test('an answer to the save proves the time that it was signed with; a Date ten minutes off is learned', () => {
    const time = new GatewayTime(till);
    const before = till.gatewayClock.now();
    expect(learn(time, looked, 10 * minute)).toBe(true);
    expect(till.gatewayClock.now()).toBe(before + 10 * minute);
  });
  test.each([11, -11, 40 * 24 * 60, -365 * 24 * 60])(
    'a Date that says otherwise by %i minutes is not learned, also where the till’s clock jumps then',
    (ahead) => {
      const time = new GatewayTime(till);
      const before = till.gatewayClock.now();
      expect(learn(time, looked, ahead * minute)).toBe(true);
      till.clock.jump(day);
      expect(till.gatewayClock.now()).toBe(before);
    },
  );
  test('a Date is learned up to ten and a half minutes off, and not a second further', () => {
    const before = till.gatewayClock.now();
    const time = new GatewayTime(till);
    learn(time, looked, 631_000);
    expect(till.gatewayClock.now()).toBe(before);
    learn(time, looked, 630_000);
    expect(till.gatewayClock.now()).toBe(before + 630_000);
  });
  test('where the Date is not learned it is the time that the call was signed with, and what has passed since', () => {
    const time = new GatewayTime(till);
    const now = till.gatewayClock.now();
    time.learn(looked, '', now - 2 * minute, minute);
    till.clock.jump(day);
    expect(till.gatewayClock.now()).toBe(now - minute);
  });
  test('after a sleep the till’s own clock counts until the next answer', () => {
    const time = new GatewayTime(till);
    learn(time, looked, 10 * minute);
    time.forget();
    expect(till.gatewayClock.now()).toBe(till.clock.now());
    till.clock.jump(day);
    expect(till.gatewayClock.now()).toBe(till.clock.now());
  });
  test('is not confirmed a moment before the ten minutes are over', async () => {
    const time = new GatewayTime(till);
    learn(time, looked, 0);
    await till.clock.pass(10 * minute - 1);
    learn(time, looked, 0);
    expect(time.confirmed()).toBeNull();
    await till.clock.pass(1);
    learn(time, looked, 0);
    expect(time.confirmed()).not.toBeNull();
  });
  test('the time that a call has taken is no difference of the clocks', () => {
    const time = new GatewayTime(till);
    const now = till.gatewayClock.now();
    time.learn(looked, new Date(now + minute).toUTCString(), now - 6 * minute, 6 * minute);
    expect(till.gatewayClock.now()).toBe(now + minute);
  });
  test('a refused timestamp proves nothing; its Date is only what the next call is signed with', () => {
    const time = new GatewayTime(till);
    const before = till.gatewayClock.now();
    expect(learn(time, timestampRefused, 40 * day)).toBe(false);
    expect(till.gatewayClock.now()).toBe(before + 40 * day);
    expect(learn(time, looked, 0)).toBe(true);
  });
  test('a refused timestamp puts in doubt what was proved before, also where it has no Date', () => {
    for (const date of ['', undefined]) {
      const time = new GatewayTime(till);
      learn(time, looked, 0);
      time.learn(timestampRefused, date ?? inDays(till, 40), till.gatewayClock.now(), 0);
      expect(time.isProved).toBe(false);
      expect(time.confirmed()).toBeNull();
    }
  });
  test.each<[string, Outcome]>([
    ['no answer', { ...words, class: 'unreachable', mayHaveArrived: true }],
    ['an answer without a verdict', { ...words, class: 'unknown', code: 'no-verdict' }],
  ])('%s proves nothing', (_name, outcome) => {
    const time = new GatewayTime(till);
    expect(learn(time, outcome, 0)).toBe(false);
  });
  test.each(['quota', 'configuration', 'later', 'unknown'] as const)(
    '%s may be answered before the timestamp is looked at: it proves nothing where its Date says otherwise',
    (kind) => {
      const outcome = { ...words, class: kind, banSeconds: null } as Outcome;
      const time = new GatewayTime(till);
      const before = till.gatewayClock.now();
      expect(learn(time, outcome, 3 * day)).toBe(false);
      expect(till.gatewayClock.now()).toBe(before);
      expect(learn(time, outcome, minute)).toBe(true);
    },
  );
  test.each(['quota', 'configuration', 'later', 'unknown'] as const)(
    '%s without a Date proves nothing: nobody has looked at the timestamp',
    (kind) => {
      const outcome = { ...words, class: kind, banSeconds: null } as Outcome;
      for (const date of ['', 'no date']) {
        const time = new GatewayTime(till);
        expect(time.learn(outcome, date, till.gatewayClock.now(), 0)).toBe(false);
        expect(time.isProved).toBe(false);
      }
    },
  );
  test('an answer to the save without a Date proves the time all the same', () => {
    const time = new GatewayTime(till);
    time.learn(looked, '', till.gatewayClock.now(), 0);
    expect(time.isProved).toBe(true);
  });
  test('a repeated sign proves it too where its Date agrees', () => {
    const time = new GatewayTime(till);
    expect(learn(time, { ...words, class: 'clock', replay: true }, 0)).toBe(true);
  });
  test('is not confirmed where answers have led it away step by step, each within what is learned', async () => {
    const time = new GatewayTime(till);
    const begun = till.gatewayClock.now();
    for (let answers = 0; answers < 200; answers += 1) {
      learn(time, looked, 10 * minute);
      await till.clock.pass(10_000);
    }
    expect(till.gatewayClock.now() - begun).toBeGreaterThan(day);
    expect(time.confirmed()).toBeNull();
  });
  test('is confirmed only by a second answer that agrees, ten minutes later', async () => {
    const time = new GatewayTime(till);
    learn(time, looked, 0);
    learn(time, looked, 0);
    expect(time.confirmed()).toBeNull();
    await till.clock.pass(10 * minute);
    learn(time, looked, 40 * day);
    expect(time.confirmed()).toBeNull();
    learn(time, looked, 0);
    expect(time.confirmed()).toBe(till.gatewayClock.now());
    time.forget();
    expect(time.isProved).toBe(false);
    expect(time.confirmed()).toBeNull();
  });
});

describe('one wrong Date on an accepted answer', () => {
  test.each([40, -40])('of %i days holds no uncertain save as stale', async (days) => {
    till.answer = (id, attempt) =>
      id.endsWith('1') && attempt === 1
        ? lostAnswer
        : { ...accepted('7'), date: inDays(till, days) };
    await till.register(1);
    await till.clock.pass(0);
    await till.register(2);
    await till.clock.pass(minute);
    expect(till.outbox.saves.counts).toMatchObject({ accepted: 2, held: 0 });
    expect(till.replayer.clockOffsetSeconds()).toBeNull();
  });

  test('to a refused timestamp does not date a doubt ahead for good, where the till is killed meanwhile', async () => {
    till.answer = (_id, attempt) =>
      attempt === 1 ? { ...errorAnswer(31), date: inDays(till, 40) } : new Promise(() => {});
    await till.register(1);
    await till.clock.pass(minute);
    const again = new ReplayTill(till.store);
    again.answer = (_id, attempt) => (attempt === 1 ? lostAnswer : refusedConnection);
    await again.start();
    await again.clock.pass(3 * day);
    again.answer = () => ({ ...accepted('7'), date: inDays(again, 0) });
    await again.register(2);
    await again.clock.pass(20 * minute);
    expect(again.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
    expect(again.state(2)).toMatchObject({ state: 'accepted' });
  });

  test('erases no discarded body', async () => {
    till.answer = () => lostAnswer;
    await till.register(1);
    await till.clock.pass(0);
    await till.outbox.decisions.discard('1'.padStart(32, '0'), 'manager');
    till.answer = () => ({ ...accepted('7'), date: inDays(till, 40) });
    await till.register(2);
    await till.clock.pass(20 * minute);
    await till.register(3);
    await till.clock.pass(20 * minute);
    await till.outbox.housekeep(till.replayer.confirmedTime());
    expect(till.state(1)?.sealedBody).not.toBeNull();
  });

  test('and a clock that is really wrong is still corrected, and what is stale by it held', async () => {
    till.answer = () => lostAnswer;
    await till.register(1);
    await till.clock.pass(0);
    await till.replayer.stop(0);
    const again = new ReplayTill(till.store);
    await again.start();
    again.answer = gatewayAt(again, till.clock.now() + 3 * day);
    await again.register(2);
    await again.clock.pass(20 * minute);
    expect(again.outbox.saves.counts).toMatchObject({ accepted: 1, held: 1 });
    expect(again.state(1)).toMatchObject({ heldReason: 'stale' });
    expect(again.replayer.knownTime()).toBe(again.gatewayClock.now());
  });
});

describe('one wrong Date on a refused timestamp', () => {
  const refusal = (days: number) => ({
    ...errorAnswer(31, 'isv.timestamp-limit-error'),
    date: inDays(till, days),
  });
  const dated = () => ({ ...accepted('7'), date: inDays(till, 0) });

  test('holds nothing that is in doubt, also where an answer had proved the time before', async () => {
    await till.register(9);
    await till.clock.pass(minute);
    till.answer = (id, attempt) => {
      if (id.endsWith('1')) return attempt === 1 ? lostAnswer : errorAnswer(10, 'isp.busy');
      return [refusal(40), refusal(0)][attempt - 1] ?? dated();
    };
    await till.register(1);
    await till.clock.pass(minute);
    await till.register(2);
    await till.clock.pass(10 * minute);
    expect(till.outbox.saves.counts).toMatchObject({ accepted: 2, pending: 1, held: 0 });
  });

  test('dates no doubt for good: after an outage of days the save is stale', async () => {
    await till.register(9);
    await till.clock.pass(minute);
    till.answer = (_id, attempt) =>
      [refusal(40), lostAnswer, refusal(0), lostAnswer][attempt - 1] ?? refusedConnection;
    await till.register(1);
    await till.clock.pass(3 * day);
    till.answer = dated;
    await till.clock.pass(10 * minute);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  });
});

test('a ban that is answered before the timestamp is looked at holds nothing by a clock that is days ahead', async () => {
  till.answer = () => lostAnswer;
  await till.register(1);
  await till.clock.pass(0);
  till.answer = () => refusedConnection;
  await till.register(2);
  await till.replayer.stop(0);
  const again = new ReplayTill(till.store);
  again.clock.jump(3 * day);
  const right = gatewayAt(again, till.clock.now());
  const date = () => new Date(till.clock.now() + again.clock.monotonic()).toUTCString();
  const ban = errorAnswer(7, '', 'This ban will last for 2 more seconds');
  again.answer = () => (again.clock.monotonic() < 1_000 ? { ...ban, date: date() } : right());
  await again.start();
  await again.clock.pass(10 * minute);
  expect(again.outbox.saves.counts).toMatchObject({ accepted: 2, held: 0 });
});
