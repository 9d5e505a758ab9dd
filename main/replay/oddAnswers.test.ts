import { beforeEach, describe, expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import {
  accepted,
  account,
  errorAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const minute = 60_000;
const hour = 60 * minute;
const idOf = (number: number) => String(number).padStart(32, '0');

let till: ReplayTill;
beforeEach(async () => {
  till = await new ReplayTill().start();
});

async function registerMany(count: number, first = 1): Promise<void> {
  for (let number = first; number < first + count; number += 1) await till.register(number);
}

function answerOne(number: number, one: GatewayResponse): void {
  till.answer = (id) => (id === idOf(number) ? one : accepted('7'));
}

describe('a fault of the settings that one save alone is answered with', () => {
  test.each([9, 11, 12, 13, 21, 22, 23, 24, 26, 28, 29, 30, 32, 33, 34, 42, 44, 53])(
    '%i: the others are accepted within minutes, and it is held with its code',
    async (code) => {
      answerOne(1, errorAnswer(code));
      await registerMany(21);
      await till.clock.pass(2 * minute);
      expect(till.outbox.saves.counts).toMatchObject({ accepted: 20, held: 1 });
      expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'configuration' });
      expect(till.state(1)?.lastOutcome?.code).toBe(String(code));
      expect(till.replayer.pause()).toEqual({ kind: 'none' });
    },
  );

  test('27 is tried with growing pauses before it is held, and hinders nobody', async () => {
    answerOne(1, errorAnswer(27));
    await registerMany(5);
    await till.clock.pass(1_000);
    const before = till.sent.length;
    // Somebody comes by now and then: that the others pass is known anew.
    for (let number = 100; number < 160; number += 1) {
      await till.register(number);
      await till.clock.pass(10_000);
    }
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'configuration' });
    expect(till.sent.filter(({ requestId }) => requestId === idOf(1)).length).toBeLessThan(12);
    expect(till.sent.length - before).toBeLessThan(70);
    expect(till.outbox.saves.counts).toMatchObject({ accepted: 64, held: 1 });
  });

  test('a session that has run out for everybody holds nobody, and is not asked about in a hot loop', async () => {
    till.answer = () => errorAnswer(27);
    await registerMany(20);
    await till.clock.pass(4 * minute);
    expect(till.outbox.saves.counts).toMatchObject({ pending: 20, held: 0 });
    expect(till.sent.length).toBeLessThan(9);
    expect(till.replayer.pause()).toMatchObject({ kind: 'configuration', code: '27' });
  });

  test('a fault that comes for everybody in the middle of a drain holds nobody', async () => {
    let calls = 0;
    till.answer = () => {
      calls += 1;
      return calls <= 30 ? accepted('7') : errorAnswer(11);
    };
    await registerMany(100);
    await till.clock.pass(48 * hour);
    expect(till.outbox.saves.counts).toMatchObject({ accepted: 30, held: 0 });
    till.answer = () => accepted('7');
    await till.clock.pass(6 * minute);
    expect(till.outbox.saves.counts).toMatchObject({ accepted: 100 });
  });

  test('each probe of a paused queue takes another person’s save', async () => {
    till.answer = () => errorAnswer(42);
    await registerMany(4);
    await till.clock.pass(16 * minute);
    const first = till.sent.slice(0, 4).map(({ requestId }) => Number(requestId));
    expect(first.sort()).toEqual([1, 2, 3, 4]);
  });

  test('two odd saves hold up the rest for minutes, not for ever', async () => {
    till.answer = (id) => (id === idOf(1) || id === idOf(2) ? errorAnswer(53) : accepted('7'));
    await registerMany(22);
    await till.clock.pass(20 * minute);
    await registerMany(5, 50);
    await till.clock.pass(20 * minute);
    expect(till.outbox.saves.counts).toMatchObject({ accepted: 25, held: 2, pending: 0 });
  });
});

describe('the same answer that would hold one customer after the other', () => {
  const unlisted: GatewayResponse = {
    kind: 'http',
    date: '',
    mayBeSecond: false,
    status: 200,
    bodyText: JSON.stringify({
      alibaba_alsc_crm_open_customer_save_response: {
        result: { biz_success: false, result_code: 'BRAND_CLOSED' },
      },
    }),
  };
  const empty: GatewayResponse = {
    ...unlisted,
    bodyText: unlisted.bodyText.replace(/\{"result.*\}/, '{}}'),
  };

  test.each([
    ['isv.* under 15', errorAnswer(15, 'isv.brand-closed'), 'isv.brand-closed', 9],
    ['a business code', unlisted, 'BRAND_CLOSED', 0],
    ['no verdict', empty, 'no-verdict', 0],
  ])(
    '$0: pauses with its code at the tenth person, has held $3 by then and holds nobody further, and goes on by itself',
    async (_name, answer, code, held) => {
      till.answer = () => answer;
      await registerMany(60);
      await till.clock.pass(3 * hour);
      expect(till.outbox.saves.counts).toMatchObject({ held, pending: 60 - held });
      const pause = till.replayer.pause();
      expect(pause).toMatchObject({ kind: 'rejections' });
      expect(JSON.stringify(pause)).toContain(code);
      const before = till.sent.length;
      await till.clock.pass(hour);
      expect(till.sent.length - before).toBeLessThanOrEqual(13);
      till.answer = () => accepted('7');
      await till.clock.pass(20 * minute);
      expect(till.outbox.saves.counts).toMatchObject({ held, accepted: 60 - held });
      expect(till.replayer.pause()).toEqual({ kind: 'none' });
    },
  );

  test.each([
    ['refuses', errorAnswer(15, 'isv.fault-of-a'), errorAnswer(15, 'isv.fault-of-b'), 9],
    ['refuses or cannot decide', errorAnswer(15, 'isv.fault-of-a'), unlisted, 9],
  ])(
    'a platform that %s by another code at every call holds nine, and pauses',
    async (_name, one, other, most) => {
      let calls = 0;
      till.answer = () => {
        calls += 1;
        return calls % 2 === 0 ? one : other;
      };
      await registerMany(60);
      await till.clock.pass(3 * hour);
      expect(till.outbox.saves.counts.held).toBeLessThanOrEqual(most);
      expect(till.replayer.pause()).toMatchObject({ kind: 'rejections' });
    },
  );

  test('goes on pausing over a restart: no further nine are held', async () => {
    till.answer = () => errorAnswer(41, 'isv.x');
    await registerMany(40);
    await till.clock.pass(10 * minute);
    await till.replayer.stop(0);
    const again = await new ReplayTill(till.store).start();
    again.answer = till.answer;
    await again.clock.pass(hour);
    expect(again.outbox.saves.counts).toMatchObject({ held: 9, pending: 31 });
  });

  test('a correction does not wait for ever for its original that is refused with everybody', async () => {
    till.answer = (id) => (id === idOf(100) ? accepted('7') : errorAnswer(41, 'isv.x'));
    await registerMany(10);
    await till.clock.pass(hour);
    const [original] = till.outbox.saves.queue.values();
    await till.outbox.intake.enqueue({
      requestId: idOf(100),
      origin: { brandId: '1', shopId: '2', operatorId: '3' },
      member: { mobile: '13900000000' },
      app: original?.app ?? null,
      correctionOf: original?.requestId ?? '',
      consent: null,
    });
    await till.clock.pass(hour);
    expect(till.state(100)).toMatchObject({ state: 'accepted' });
    expect(till.outbox.saves.counts).toMatchObject({ held: 9, discarded: 1, pending: 0 });
    expect(till.replayer.pause()).toEqual({ kind: 'none' });
  });

  test('what was held under another app is no word on this one, also after a restart', async () => {
    till.answer = () => errorAnswer(41, 'isv.x');
    await registerMany(9);
    await till.clock.pass(10 * minute);
    await till.replayer.stop(0);
    const again = new ReplayTill(till.store);
    again.account = { ...account, appKey: 'other' };
    again.answer = till.answer;
    await again.start();
    await again.register(20);
    await again.clock.pass(minute);
    expect(again.state(20)).toMatchObject({ state: 'held', heldReason: 'rejected' });
  });

  test('refusals of long ago say nothing of the platform of now: who was accepted between them may be forgotten', async () => {
    for (let person = 1; person <= 9; person += 1) {
      till.answer = () => errorAnswer(41, 'isv.x');
      await till.register(person);
      await till.clock.pass(minute);
      till.answer = () => accepted('7');
      await till.register(100 + person);
      await till.clock.pass(minute);
    }
    expect(till.outbox.saves.counts).toMatchObject({ held: 9, accepted: 9 });
    await till.replayer.stop(0);
    const again = new ReplayTill(till.store);
    again.clock.jump(till.clock.now() - again.clock.now() + 8 * 24 * hour);
    again.answer = () => errorAnswer(41, 'isv.x');
    await again.start();
    expect(again.outbox.saves.counts).toMatchObject({ held: 9, accepted: 0 });
    await again.register(50);
    await again.clock.pass(minute);
    expect(again.state(50)).toMatchObject({ state: 'held', heldReason: 'rejected' });
  });

  test('saves that are really wrong, between others that pass, are each held at once', async () => {
    till.answer = (id) => (Number(id) % 2 === 0 ? errorAnswer(41, 'isv.x') : accepted('7'));
    await registerMany(60);
    await till.clock.pass(10 * minute);
    expect(till.outbox.saves.counts).toMatchObject({ held: 30, accepted: 30 });
  });
});

describe('when nothing waits', () => {
  test('the gateway is not called unreachable after its last save was held as stale', async () => {
    till.answer = () => ({ kind: 'failure', reason: 'reset', mayHaveArrived: true });
    await till.register(1);
    await till.clock.pass(25 * hour);
    expect(till.outbox.saves.counts).toMatchObject({ held: 1, pending: 0 });
    expect(till.replayer.pause()).toEqual({ kind: 'none' });
  });

  test('a pause for the settings is over once its only save is discarded', async () => {
    till.answer = () => errorAnswer(11);
    await till.register(1);
    await till.clock.pass(minute);
    expect(till.replayer.pause()).toMatchObject({ kind: 'configuration' });
    await till.outbox.decisions.discard(idOf(1), 'manager');
    expect(till.replayer.pause()).toEqual({ kind: 'none' });
  });
});

test('why a wait ended is told, but not every answer and every due time of a drain', async () => {
  till.answer = (_id, attempt) => (attempt === 1 ? errorAnswer(10) : accepted('7'));
  await till.register(1);
  await till.clock.pass(minute);
  till.answer = () => refusedConnection;
  await till.register(2);
  await till.clock.pass(0);
  till.answer = () => accepted('7');
  till.replayer.wake('network');
  await till.clock.pass(minute);
  till.replayer.wake('settings');
  await till.clock.pass(0);
  const reasons = till.woken.map(({ reason }) => reason);
  expect(reasons).toEqual(expect.arrayContaining(['new-save', 'network', 'settings']));
  expect(
    till.woken.filter(({ gate }) => gate === 'passing').map(({ reason }) => reason),
  ).not.toContain('due');
  expect(reasons).not.toContain('answer');
});
