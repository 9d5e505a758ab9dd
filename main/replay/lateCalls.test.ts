import { expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { OTHER_SHOP } from '../../app/outbox/refusedShop.ts';
import {
  accepted,
  account,
  errorAnswer,
  gatewayAt,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const MOBILE = '13800001111';
const idOf = (number: number) => String(number).padStart(32, '0');
const businessAnswer = (result: object): GatewayResponse => ({
  ...accepted(''),
  bodyText: JSON.stringify({ alibaba_alsc_crm_open_customer_save_response: { result } }),
});

/** A till, of whose first save a call arrives two minutes after it was answered so; what has taken effect, in order. */
async function tillToldSo(first: GatewayResponse) {
  const till = await new ReplayTill().start();
  const effects: string[] = [];
  till.answer = (id, attempt) => {
    if (Number(id) !== 1) {
      effects.push(id);
      return accepted('7');
    }
    if (attempt > 1) return refusedConnection;
    till.clock.after(2 * MINUTE, () => effects.push(id));
    return first;
  };
  await till.register(1, MOBILE);
  await till.clock.pass(500);
  expect(till.state(1)).toMatchObject({ state: 'pending' });
  return { till, effects };
}

test.each<[string, GatewayResponse]>([
  [
    'was refused for the quota over a connection that was used before, where another one may be on its way',
    { ...errorAnswer(7, 'accesscontrol.limited-by-app-access-count'), mayBeSecond: true },
  ],
  ['is called a copy of one', errorAnswer(31, 'isv.request-replay-error')],
  [
    'was answered by a gateway that waits no longer for the service behind it',
    errorAnswer(50, 'isp.remote-service-timeout'),
  ],
])(
  'what a manager has closed whose call %s does not arrive behind its person’s next',
  async (_, first) => {
    const { till, effects } = await tillToldSo(first);
    expect(await till.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
    await till.register(2, MOBILE);
    await till.clock.pass(30 * MINUTE);
    expect(effects).toEqual([idOf(1), idOf(2)]);
  },
);

test('behind what a relay has put off, and a manager has closed, nobody waits: nothing of it has left', async () => {
  const { till, effects } = await tillToldSo(errorAnswer(10, 'isp.relay-busy'));
  expect(await till.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
  await till.register(2, MOBILE);
  await till.clock.pass(MINUTE);
  expect(effects).toEqual([idOf(2)]);
});

test('what was erased in doubt does not arrive behind what is registered of the same person after that', async () => {
  const { till, effects } = await tillToldSo(lostAnswer);
  expect(await till.outbox.erasing.erase([idOf(1)], async () => true)).toBe('erased');
  await till.register(2, MOBILE);
  await till.register(3);
  await till.clock.pass(MINUTE);
  expect(effects).toEqual([idOf(3)]);
  await till.clock.pass(30 * MINUTE);
  expect(effects).toEqual([idOf(3), idOf(1), idOf(2)]);
});

test('a correction that was closed in doubt does not arrive behind what it had corrected, when that is sent after all', async () => {
  const till = await new ReplayTill().start();
  const effects: string[] = [];
  till.answer = () => errorAnswer(50, 'isv.invalid-parameter');
  await till.register(1, MOBILE);
  await till.clock.pass(10 * MINUTE);
  expect(till.state(1)?.state).toBe('held');
  till.answer = (id, attempt) => {
    if (Number(id) !== 2) {
      effects.push(id);
      return accepted('7');
    }
    if (attempt > 1) return refusedConnection;
    till.clock.after(2 * MINUTE, () => effects.push(id));
    return lostAnswer;
  };
  await till.register(2, MOBILE, null, 1);
  await till.clock.pass(500);
  expect(await till.outbox.decisions.discard(idOf(2), 'manager')).not.toBe(null);
  expect(till.state(1)?.state).toBe('held');
  await till.outbox.decisions.requeue(idOf(1));
  till.replayer.wake('send-now');
  await till.clock.pass(30 * MINUTE);
  expect(effects).toEqual([idOf(2), idOf(1)]);
});

test.each<[string, GatewayResponse]>([
  ['an error without a sub code', errorAnswer(15)],
  ['a sub code that nobody knows', errorAnswer(50, 'RPC_TIMEOUT')],
  ['no verdict', businessAnswer({})],
  ['a verdict that nobody knows', businessAnswer({ biz_success: false, result_code: 'BUSY' })],
])(
  'what is held since the gateway said %s does not arrive behind its correction, which any cashier makes',
  async (_, said) => {
    const till = await new ReplayTill().start();
    const effects: string[] = [];
    const carryOut = (id: string) => {
      if (!effects.includes(id)) effects.push(id);
      return accepted('7');
    };
    till.answer = (id) => {
      if (Number(id) !== 1) return carryOut(id);
      till.clock.after(2 * MINUTE, () => carryOut(id));
      return said;
    };
    await till.register(1, MOBILE);
    await till.clock.pass(MINUTE);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'undecidable' });
    await till.register(2, MOBILE, null, 1);
    await till.clock.pass(30 * MINUTE);
    expect(effects).toEqual([idOf(1), idOf(2)]);
  },
);

test.each<[string, GatewayResponse]>([
  ['for what it says', errorAnswer(41, 'isv.invalid-parameter:mobile')],
  ['since something on the way had damaged that one call', errorAnswer(47)],
  ['by a node that is out of order', errorAnswer(15, 'isv.customer-service-unavailable')],
])(
  'what was refused %s after a call of it was lost does not arrive behind its correction: a refusal is that of one call',
  async (_, refusal) => {
    const till = await new ReplayTill().start();
    const effects: string[] = [];
    till.answer = (id, attempt) => {
      if (Number(id) === 1 && attempt > 1) return refusal;
      if (Number(id) !== 1) {
        effects.push(id);
        return accepted('7');
      }
      till.clock.after(8 * MINUTE, () => effects.push(id));
      return lostAnswer;
    };
    await till.register(1, MOBILE);
    await till.clock.pass(MINUTE);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'rejected' });
    await till.register(2, MOBILE, null, 1);
    await till.clock.pass(40 * MINUTE);
    expect(effects).toEqual([idOf(1), idOf(2)]);
  },
);

test('what waits while everybody is refused, and a manager closes, does not arrive by a call lost before that behind its person’s next', async () => {
  const till = await new ReplayTill().start();
  const effects: string[] = [];
  let isWell = false;
  till.answer = (id, attempt) => {
    if (Number(id) === 1 && attempt === 1) {
      till.clock.after(12 * MINUTE, () => effects.push(id));
      return lostAnswer;
    }
    if (!isWell) return errorAnswer(41, 'isv.invalid-parameter');
    effects.push(id);
    return accepted('7');
  };
  await till.register(1, MOBILE);
  for (let number = 11; number <= 22; number += 1) await till.register(number);
  await till.clock.pass(MINUTE);
  for (let press = 0; press < 12; press += 1) {
    till.replayer.wake('send-now');
    await till.clock.pass(10 * SECOND);
  }
  expect(till.state(1)?.lastOutcome?.class).toBe('rejected');
  expect(await till.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
  await till.register(2, MOBILE);
  isWell = true;
  till.replayer.wake('send-now');
  await till.clock.pass(40 * MINUTE);
  expect(effects.filter((id) => Number(id) <= 2)).toEqual([idOf(1), idOf(2)]);
});

test('what a relay has refused for its shop, which is put on the list then, does not arrive behind its correction', async () => {
  const till = await new ReplayTill().start();
  const effects: string[] = [];
  let isListed = false;
  const arrives = (id: string) => {
    if (!isListed) return errorAnswer(41, OTHER_SHOP);
    effects.push(id);
    return accepted('7');
  };
  till.answer = (id, attempt) => {
    if (Number(id) !== 1 || attempt > 1) return arrives(id);
    till.clock.after(8 * MINUTE, () => arrives(id));
    return lostAnswer;
  };
  await till.register(1, MOBILE);
  await till.clock.pass(MINUTE);
  expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'rejected' });
  isListed = true;
  await till.register(2, MOBILE, null, 1);
  await till.clock.pass(40 * MINUTE);
  expect(effects).toEqual([idOf(1), idOf(2)]);
});

test('what goes on under another app goes at once, and its person’s next not before a call of it under the app of before can arrive: there the id is not known', async () => {
  const till = await new ReplayTill().start();
  const effects: string[] = [];
  till.answer = (id, attempt) => {
    if (Number(id) === 1 && attempt === 1) {
      till.clock.after(8 * MINUTE, () => effects.push(`${id} of before`));
      return lostAnswer;
    }
    if (till.account === account) return refusedConnection;
    effects.push(id);
    return accepted('7');
  };
  await till.register(1, MOBILE);
  await till.clock.pass(500);
  till.account = { ...account, appKey: 'another' };
  till.replayer.wake('settings');
  await till.clock.pass(1_000);
  expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'other-app' });
  expect(await till.outbox.decisions.requeue(idOf(1))).not.toBe(null);
  till.replayer.wake('send-now');
  await till.clock.pass(2_000);
  await till.register(2, MOBILE);
  await till.clock.pass(40 * MINUTE);
  expect(effects).toEqual([idOf(1), `${idOf(1)} of before`, idOf(2)]);
});

test.each([30, 60, 480])(
  'where the clock is %i minutes ahead, what a manager has closed does not arrive behind what is registered after that: nobody leaves before what it was signed with is good no more',
  async (ahead) => {
    const till = await new ReplayTill().start();
    const effects: string[] = [];
    const right = till.clock.now();
    till.clock.jump(ahead * MINUTE);
    const answers = gatewayAt(till, right);
    let isCut = true;
    till.answer = (id, attempt) => {
      if (Number(id) === 1 && attempt === 1) {
        // Kept on the way until its timestamp is good.
        till.clock.after((ahead - 5) * MINUTE, () => effects.push(id));
        return lostAnswer;
      }
      if (isCut) return refusedConnection;
      const answer = answers();
      if (answer.kind === 'http' && answer.bodyText.includes('biz_success')) effects.push(id);
      return answer;
    };
    await till.register(1, MOBILE);
    await till.clock.pass(MINUTE / 2);
    expect(await till.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
    isCut = false;
    till.replayer.wake('network');
    await till.register(2, MOBILE);
    await till.clock.pass((ahead + 30) * MINUTE);
    expect(effects).toEqual([idOf(1), idOf(2)]);
  },
);
