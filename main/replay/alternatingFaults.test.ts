import { expect, test } from 'vitest';
import {
  inDoubt,
  MOST_IN_DOUBT,
  replayBacklog,
  shopUnknown,
} from '../../testing/tills/replayBacklog.ts';
import { accepted, errorAnswer, lostAnswer } from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A gateway that is away, or too busy, is asked twice a minute as a rule; and each turn of two answers may be two calls. */
const MOST_IN_AN_HOUR = 300;

const ANSWERS = {
  'a wrong app key': errorAnswer(29),
  'a session that has run out': errorAnswer(27),
  'a missing permission': errorAnswer(11),
  'a wrong time': errorAnswer(31, 'isv.timestamp-limit-error'),
  'a code that nobody knows': shopUnknown,
  'a busy platform': errorAnswer(10),
  'no answer': lostAnswer,
} as const;
type Answer = keyof typeof ANSWERS;

const FAULTS: readonly Answer[] = [
  'a wrong app key',
  'a session that has run out',
  'a missing permission',
  'a wrong time',
];
const OTHERS: readonly Answer[] = ['a code that nobody knows', 'a busy platform', 'no answer'];

test.each(FAULTS.flatMap((fault) => OTHERS.map((other) => [fault, other] as const)))(
  'where %s alternates with %s, the gateway is asked no more than one that is away, and as few are put in doubt',
  async (fault, other) => {
    const till = await replayBacklog();
    let calls = 0;
    till.answer = () => {
      calls += 1;
      return ANSWERS[calls % 2 === 0 ? fault : other];
    };
    till.replayer.wake('network');
    await till.clock.pass(2 * HOUR);
    const before = calls;
    await till.clock.pass(HOUR);
    expect(calls - before).toBeLessThanOrEqual(MOST_IN_AN_HOUR);
    expect(inDoubt(till)).toBeLessThanOrEqual(MOST_IN_DOUBT);
    // Nor is the queue stuck: once all is well it drains. Before ten people have met it, a few are held after five tries.
    till.answer = () => accepted('7');
    await till.clock.pass(HOUR);
    const { pending, held } = till.outbox.saves.counts;
    expect(pending).toBe(0);
    expect(held).toBeLessThan(10);
  },
);
