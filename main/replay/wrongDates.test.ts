import { beforeEach, describe, expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { allowedActions } from '../../app/outbox/allowedActions.ts';
import {
  accepted,
  errorAnswer,
  gatewayAt,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';
import { packQueue } from '../outbox/packQueue.ts';
import { takeOverQueue } from '../outbox/takeOverQueue.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let till: ReplayTill;
beforeEach(async () => {
  till = await new ReplayTill().start();
});

/** A gateway with the right time (ms since 1970), behind somebody who writes his own into each answer, or none. */
function behind(right: () => number, date: () => string): () => GatewayResponse {
  return () => {
    const isOff = Math.abs(till.gatewayClock.now() - right()) > 10 * minute;
    return { ...(isOff ? refusal : accepted('7')), date: date() };
  };
}

const refusal = errorAnswer(31, 'isv.timestamp-limit-error');

describe('where no Date is the gateway’s, and a timestamp is refused once', () => {
  test.each([24, -24, 1])(
    'saves go on by the till’s own clock: somebody on the way is wrong by %i hours',
    async (hours) => {
      const wrong = () => new Date(till.clock.now() + hours * hour).toUTCString();
      const right = behind(till.clock.now, wrong);
      let calls = 0;
      till.answer = () => {
        calls += 1;
        return calls === 1 ? { ...refusal, date: wrong() } : right();
      };
      await till.register(1);
      await till.clock.pass(hour);
      expect(till.state(1)).toMatchObject({ state: 'accepted' });
    },
  );

  test.each([
    ['whose clock stands still', (_call: number) => Date.UTC(2020, 1)],
    [
      'of two by turns, an hour apart,',
      (call: number) => till.clock.now() + (call % 2 === 0 ? 1 : 2) * hour,
    ],
    ['whose clock says anything', (call: number) => till.clock.now() + call * call * hour],
  ])('saves go on by the till’s own clock behind somebody %s', async (_, saysAt) => {
    let calls = 0;
    const date = () => new Date(saysAt(calls)).toUTCString();
    const right = behind(till.clock.now, date);
    till.answer = () => {
      calls += 1;
      return calls === 1 ? { ...refusal, date: date() } : right();
    };
    await till.register(1);
    await till.clock.pass(hour);
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('they go as soon as the till’s own clock is set right', async () => {
    const start = till.clock.now();
    const right = () => start + till.clock.monotonic();
    till.clock.jump(-365 * 24 * hour);
    till.answer = behind(right, () => new Date(right() + 24 * hour).toUTCString());
    await till.register(1);
    await till.clock.pass(hour);
    expect(till.replayer.pause()).toMatchObject({ kind: 'clock' });
    till.clock.jump(365 * 24 * hour);
    await till.clock.pass(hour);
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('nor does a sleep that nobody tells stop them, where answers have no Date', async () => {
    till.answer = behind(till.clock.now, () => '');
    await till.register(1);
    await till.clock.pass(minute);
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
    till.clock.jump(hour);
    await till.register(2);
    await till.clock.pass(hour);
    expect(till.state(2)).toMatchObject({ state: 'accepted' });
  });
});

test.each([
  ['without a Date', () => ''],
  ['of a clock 40 days ahead', () => new Date(till.clock.now() + 40 * day).toUTCString()],
])(
  'what a wrong Date has made younger is as old as it was once the till’s own clock is asked again, behind answers %s: in doubt for more than a day it waits for the manager',
  async (_, date) => {
    const ahead = () => new Date(till.clock.now() + 40 * day).toUTCString();
    till.answer = (_id, attempt) =>
      [lostAnswer, { ...refusal, date: ahead() }][attempt - 1] ?? refusedConnection;
    await till.register(1);
    await till.clock.pass(20 * hour);
    till.answer = () => refusedConnection;
    await till.register(2);
    await till.clock.pass(10 * hour);
    const right = behind(till.clock.now, date);
    let calls = 0;
    till.answer = () => {
      calls += 1;
      return calls === 1 ? lostAnswer : right();
    };
    await till.clock.pass(2 * hour);
    expect(till.state(2)).toMatchObject({ state: 'accepted' });
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  },
);

test('what is held with a date that a wrong one has made younger is as old as on the disk: after a day no cashier sends it again', async () => {
  const ahead = () => new Date(till.clock.now() + 40 * day).toUTCString();
  const nobodyKnows = errorAnswer(900);
  till.answer = (_id, attempt) =>
    [lostAnswer, { ...refusal, date: ahead() }][attempt - 1] ?? nobodyKnows;
  await till.register(1);
  await till.clock.pass(hour);
  till.answer = gatewayAt(till, till.clock.now() - till.clock.monotonic());
  await till.register(2);
  await till.clock.pass(2 * day);
  expect(till.state(2)).toMatchObject({ state: 'accepted' });
  const held = till.outbox.saves.find('1'.padStart(32, '0'));
  if (held === undefined) throw new Error('it is gone');
  expect(held).toMatchObject({ state: 'held', heldReason: 'undecidable' });
  expect(allowedActions(held, till.clock.now()).sendAgain).toBe('manager');
});

test('what a wrong Date has made younger goes into a file as old as it is: behind a day of doubt no other till sends it by itself', async () => {
  const ahead = () => new Date(till.clock.now() + 40 * day).toUTCString();
  till.answer = (_id, attempt) =>
    [lostAnswer, { ...refusal, date: ahead() }][attempt - 1] ?? refusedConnection;
  await till.register(1);
  await till.clock.pass(20 * hour);
  till.answer = () => refusedConnection;
  await till.register(2);
  await till.clock.pass(10 * hour);
  const { queue } = packQueue(till.outbox);
  const other = await new ReplayTill().start();
  other.clock.jump(30 * hour);
  await takeOverQueue(other.outbox, queue);
  other.replayer.wake('new-save');
  await other.clock.pass(hour);
  expect(other.state(2)).toMatchObject({ state: 'accepted' });
  expect(other.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
});
