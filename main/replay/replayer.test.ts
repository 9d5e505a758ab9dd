import { beforeEach, describe, expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import {
  accepted,
  account,
  errorAnswer,
  gatewayAt,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

let till: ReplayTill;
beforeEach(async () => {
  till = await new ReplayTill().start();
});

const minute = 60_000;
const day = 24 * 60 * minute;

describe('the replayer', () => {
  test('a save at the counter is sent at once and accepted on disk', async () => {
    await till.register(1);
    await till.clock.pass(0);
    expect(till.state(1)).toMatchObject({ state: 'accepted', sealedBody: null, attempts: 1 });
  });

  test('is marked on disk before its first byte leaves', async () => {
    let onDiskAtSend: string | undefined;
    till.answer = (id) => {
      onDiskAtSend = till.store.onDisk.get(id)?.state;
      return accepted('7');
    };
    await till.register(1);
    await till.clock.pass(0);
    expect(onDiskAtSend).toBe('sending');
  });

  test('nothing is sent while the mark cannot be stored', async () => {
    await till.clock.pass(0);
    till.answer = () => refusedConnection;
    await till.register(1);
    await till.clock.pass(0);
    till.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    const before = till.sent.length;
    await till.clock.pass(10 * minute);
    expect(till.sent.length).toBe(before);
    till.store.refusal = null;
    till.answer = () => accepted('7');
    await till.clock.pass(10 * minute);
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('an outcome that cannot be stored is stored later, without sending again', async () => {
    till.answer = () => {
      till.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
      return accepted('7');
    };
    await till.register(1);
    await till.clock.pass(5 * minute);
    till.store.refusal = null;
    await till.clock.pass(10 * minute);
    expect(till.sent).toHaveLength(1);
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('story 8: after a 30-day outage and tens of thousands of failed attempts every save is accepted, with no restart and no new save', async () => {
    till.answer = () => refusedConnection;
    for (let number = 1; number <= 20; number += 1) await till.register(number);
    await till.clock.pass(30 * day);
    expect(till.sent.length).toBeGreaterThan(10_000);
    expect(till.outbox.saves.counts).toMatchObject({ held: 0, accepted: 0 });
    expect(till.replayer.pause()).toMatchObject({ kind: 'unreachable' });
    till.answer = () => accepted('7');
    await till.clock.pass(2 * minute);
    expect(till.outbox.saves.counts).toMatchObject({ accepted: 20, pending: 0, sending: 0 });
  }, 120_000);

  test('an unreachable gateway is probed with one save, not with all', async () => {
    for (let number = 1; number <= 4; number += 1) await till.register(number);
    await till.clock.pass(0);
    till.answer = () => refusedConnection;
    for (let number = 5; number <= 50; number += 1) await till.register(number);
    const before = till.sent.length;
    await till.clock.pass(10 * minute);
    expect(till.sent.length - before).toBeLessThan(40);
  });

  test('a lost answer is replayed with the same id and the byte-identical body', async () => {
    till.answer = (_id, attempt) => (attempt < 3 ? lostAnswer : accepted('7'));
    await till.register(1);
    await till.clock.pass(10 * minute);
    expect(till.sent).toHaveLength(3);
    expect(new Set(till.sent.map((one) => one.body)).size).toBe(1);
    expect(till.state(1)).toMatchObject({ state: 'accepted', attempts: 3 });
  });

  test('killed while sending: sent again after the start, with the same id and body', async () => {
    till.answer = () => new Promise(() => {});
    await till.register(1);
    await till.clock.pass(0);
    const again = await new ReplayTill(till.store).start();
    await again.clock.pass(0);
    expect(again.sent.map((one) => one.body)).toEqual(till.sent.map((one) => one.body));
    expect(again.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('a rejected save is held and nobody else waits for it', async () => {
    till.answer = (id) =>
      id.endsWith('1') ? errorAnswer(41, 'isv.invalid-parameter') : accepted('7');
    await till.register(1);
    await till.register(2);
    await till.clock.pass(0);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'rejected' });
    expect(till.state(2)).toMatchObject({ state: 'accepted' });
  });

  test('one person’s saves arrive in the order in which they were made', async () => {
    till.answer = (_id, attempt) => (attempt === 1 ? errorAnswer(15, 'isp.x') : accepted('7'));
    for (let number = 1; number <= 3; number += 1) await till.register(number, '13800138000');
    await till.clock.pass(30 * minute);
    expect(till.sent.map((one) => Number(one.requestId))).toEqual([1, 1, 2, 2, 3, 3]);
  });

  test('a ban stops everything for as long as the gateway says, and counts as no attempt', async () => {
    till.answer = () => errorAnswer(7, '', 'This ban will last for 600 more seconds');
    await till.register(1);
    await till.clock.pass(0);
    till.answer = () => accepted('7');
    await till.register(2);
    await till.clock.pass(599_000);
    expect(till.sent).toHaveLength(1);
    expect(till.replayer.pause()).toMatchObject({ kind: 'quota' });
    await till.clock.pass(2_000);
    expect(till.state(1)).toMatchObject({ state: 'accepted', attempts: 1 });
  });

  test('a configuration fault holds nothing and goes on when the settings change', async () => {
    till.answer = () => errorAnswer(29);
    for (let number = 1; number <= 5; number += 1) await till.register(number);
    await till.clock.pass(4 * minute);
    expect(till.sent).toHaveLength(2);
    expect(till.outbox.saves.counts).toMatchObject({ pending: 5, held: 0 });
    expect(till.replayer.pause()).toMatchObject({ kind: 'configuration', code: '29' });
    till.answer = () => accepted('7');
    till.replayer.wake('settings');
    await till.clock.pass(0);
    expect(till.outbox.saves.counts.accepted).toBe(5);
  });

  test('story 10: a clock that jumps a year either way changes no wait', async () => {
    till.answer = (_id, attempt) => (attempt === 1 ? errorAnswer(10) : accepted('7'));
    await till.register(1);
    await till.clock.pass(0);
    till.clock.jump(-365 * day);
    await till.clock.pass(2_000);
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
    await till.register(2);
    till.clock.jump(730 * day);
    await till.clock.pass(2_000);
    expect(till.state(2)).toMatchObject({ state: 'accepted' });
  });

  test('a save that was to wait before a restart waits after it as well', async () => {
    till.answer = () => errorAnswer(10);
    await till.register(1);
    await till.clock.pass(0);
    const due = till.state(1)?.nextAttemptAt ?? 0;
    const again = await new ReplayTill(till.store).start();
    const wait = due - again.clock.now();
    expect(wait).toBeGreaterThan(100);
    await again.clock.pass(wait - 1);
    expect(again.sent).toEqual([]);
    await again.clock.pass(1);
    expect(again.sent).toHaveLength(1);
  });

  test('story 10: a due time of before the clock was set back does not wait for a year', async () => {
    till.answer = () => errorAnswer(10);
    await till.register(1);
    await till.clock.pass(0);
    const again = new ReplayTill(till.store);
    again.clock.jump(-365 * day);
    await again.start();
    await again.clock.pass(1_000);
    expect(again.state(1)).toMatchObject({ state: 'accepted' });
  });

  test.each([
    ['stale', { kind: 'failure', reason: 'etimedout', mayHaveArrived: true }],
    ['busy', errorAnswer(10)],
  ] as const)(
    'story 4: unknown for more than a day is held as %s, and never sent by itself',
    async (heldReason, answer) => {
      till.answer = () => answer;
      await till.register(1);
      await till.clock.pass(day + 20 * minute);
      expect(till.state(1)).toMatchObject({ state: 'held', heldReason });
      const before = till.sent.length;
      await till.clock.pass(day);
      expect(till.sent.length).toBe(before);
    },
  );

  test('story 4: sent before a power cut of three days: held as stale at the start, not sent by itself', async () => {
    till.answer = () => new Promise(() => {});
    await till.register(1);
    await till.clock.pass(0);
    const again = new ReplayTill(till.store);
    again.clock.jump(3 * day);
    await again.start();
    await again.clock.pass(minute);
    expect(again.sent).toEqual([]);
    expect(again.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  });

  test('story 10: a clock that is days ahead at the start holds nothing that a first answer clears', async () => {
    till.answer = (id) => (id.endsWith('1') ? lostAnswer : refusedConnection);
    await till.register(1);
    await till.clock.pass(0);
    await till.register(2);
    const again = new ReplayTill(till.store);
    again.clock.jump(3 * day);
    await again.start();
    again.answer = gatewayAt(again, till.clock.now());
    await again.clock.pass(minute);
    expect(again.outbox.saves.counts).toMatchObject({ accepted: 2, held: 0 });
  });

  test('the clock of a captive portal is not taken for the gateway’s', async () => {
    const portal: GatewayResponse = {
      kind: 'http',
      status: 200,
      bodyText: '<html></html>',
      date: 'Thu, 01 Jan 1970 00:00:00 GMT',
      mayBeSecond: false,
    };
    till.answer = (_id, attempt) => (attempt < 3 ? portal : accepted('7'));
    for (const number of [1, 2, 3]) await till.register(number);
    await till.clock.pass(5 * minute);
    expect(till.outbox.saves.counts).toMatchObject({ accepted: 3, held: 0 });
  });

  test('a disk that refuses is not asked by every save that waits', async () => {
    till.answer = () => refusedConnection;
    for (let number = 1; number <= 100; number += 1) await till.register(number);
    till.answer = () => accepted('7');
    till.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    const before = till.store.writes;
    await till.clock.pass(5 * minute);
    expect(till.store.writes - before).toBeLessThan(20);
    till.store.refusal = null;
    await till.clock.pass(10 * minute);
    expect(till.outbox.saves.counts.accepted).toBe(100);
  });

  test('a chain teaches the till a new code by provisioning, without a release', async () => {
    till.rows = [{ code: '900', class: 'rejected', source: 'the chain' }];
    till.answer = () => errorAnswer(900);
    await till.register(1);
    await till.clock.pass(0);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'rejected' });
    expect(till.state(1)?.lastOutcome).toMatchObject({ code: '900' });
  });

  test('without provisioning nothing is sent, and everything is once it is there', async () => {
    till.account = null;
    await till.register(1);
    await till.clock.pass(minute);
    expect(till.replayer.pause()).toEqual({ kind: 'not-provisioned' });
    till.account = account;
    till.replayer.wake('settings');
    await till.clock.pass(0);
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('an error that nobody expected strands no save: it is told, and the save goes on', async () => {
    till.answer = () => {
      throw new Error('a bug');
    };
    await till.register(1);
    await till.clock.pass(0);
    expect(till.bugs).toHaveLength(1);
    till.answer = () => accepted('7');
    await till.clock.pass(11 * minute);
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
    expect(new Set(till.sent.map(({ body }) => body)).size).toBe(1);
  });

  test('stopping leaves no timer behind that would keep the program from ending', async () => {
    const { clock } = till;
    const after = clock.after.bind(clock);
    let waiting = 0;
    clock.after = (milliseconds, callback) => {
      const cancel = after(milliseconds, callback);
      waiting += 1;
      return () => {
        waiting -= 1;
        cancel();
      };
    };
    await till.replayer.stop(2_000);
    expect(waiting).toBe(0);
  });

  test('stopping waits for the answer under way, but not for ever', async () => {
    let finish: (response: GatewayResponse) => void = () => {};
    till.answer = () => new Promise((resolve) => (finish = resolve));
    await till.register(1);
    await till.clock.pass(0);
    const stopped = till.replayer.stop(2_000);
    finish(accepted('7'));
    await stopped;
    expect(till.state(1)).toMatchObject({ state: 'accepted' });

    const other = await new ReplayTill().start();
    other.answer = () => new Promise(() => {});
    await other.register(1);
    await other.clock.pass(0);
    const late = other.replayer.stop(2_000);
    await other.clock.pass(2_000);
    await late;
    expect(other.state(1)).toMatchObject({ state: 'sending' });
  });
});
