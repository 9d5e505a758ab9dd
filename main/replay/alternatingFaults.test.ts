import { expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import {
  accepted,
  errorAnswer,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Ten people before the queue stops, two who were under way beside them, and 24 who go round. */
const MOST_IN_DOUBT = 36;

/** A gateway that is away, or too busy, is asked twice a minute as a rule; and each turn of two answers may be two calls. */
const MOST_IN_AN_HOUR = 300;

/** A result code that nobody has published. */
const unknown: GatewayResponse = {
  ...accepted(''),
  bodyText: JSON.stringify({
    alibaba_alsc_crm_open_customer_save_response: {
      result: { biz_success: false, result_code: 'SHOP_NOT_EXIST' },
    },
  }),
};

/** Waits that differ, and are the same every time. */
function evenly(): () => number {
  let last = 0;
  return () => {
    last = (last + 0.618) % 1;
    return last;
  };
}

/** A till with 200 people waiting, whose cable has been out. */
async function backlog(): Promise<ReplayTill> {
  const till = new ReplayTill();
  till.random = evenly();
  await till.start();
  till.answer = () => refusedConnection;
  for (let number = 1; number <= 200; number += 1) await till.register(number);
  await till.clock.pass(10 * MINUTE);
  till.sent.length = 0;
  return till;
}

const ANSWERS = {
  'a wrong app key': errorAnswer(29),
  'a session that has run out': errorAnswer(27),
  'a missing permission': errorAnswer(11),
  'a wrong time': errorAnswer(31, 'isv.timestamp-limit-error'),
  'a code that nobody knows': unknown,
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
    const till = await backlog();
    let calls = 0;
    till.answer = () => {
      calls += 1;
      return ANSWERS[calls % 2 === 0 ? fault : other];
    };
    till.replayer.wake('network');
    await till.clock.pass(2 * HOUR);
    const before = calls;
    await till.clock.pass(HOUR);
    const inDoubt = [...till.store.onDisk.values()].filter(
      ({ firstUnknownAt }) => firstUnknownAt !== null,
    );
    expect(calls - before).toBeLessThanOrEqual(MOST_IN_AN_HOUR);
    expect(inDoubt.length).toBeLessThanOrEqual(MOST_IN_DOUBT);
    // Nor is the queue stuck: once all is well it drains. Before ten people have met it, a few are held after five tries.
    till.answer = () => accepted('7');
    await till.clock.pass(HOUR);
    const { pending, held } = till.outbox.saves.counts;
    expect(pending).toBe(0);
    expect(held).toBeLessThan(10);
  },
);
