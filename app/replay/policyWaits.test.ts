import { describe, expect, test } from 'vitest';
import { fault } from '../gateway/fault.fixture.ts';
import type { Outcome } from '../gateway/outcome.ts';
import { aSave } from '../outbox/aSave.fixture.ts';
import { PolicyTill } from './policyTill.fixture.ts';
import { LONGEST_WAIT } from './replayPolicy.ts';

const words = { code: '', subCode: '', text: '', traceId: '' };
const accepted: Outcome = { ...words, class: 'accepted', customerId: null };
const later: Outcome = { ...words, class: 'later' };
const down: Outcome = { ...words, class: 'unreachable', mayHaveArrived: false };
const clock: Outcome = { ...words, class: 'clock', replay: false };
const banOf = (banSeconds: number): Outcome => ({ ...words, class: 'quota', banSeconds });

describe('when the policy asks to be asked again', () => {
  test('while the gate is stopped: when it passes, and only where something waits and nothing is under way', () => {
    const till = new PolicyTill();
    till.answer(banOf(90), 0);
    expect(till.next(1_000).nextDueIn).toBeNull();
    till.add(1);
    expect(till.next(1_000).nextDueIn).toBe(89_000);
    expect(till.next(1_000, 1).nextDueIn).toBeNull();
  });

  test('while the capacity is full: not at all', () => {
    const till = new PolicyTill();
    till.add(1, 2);
    expect(till.next(0, 1)).toEqual({ sequences: [], nextDueIn: null });
  });

  test.each([null, 140])(
    'with a pace of %s that allows all: when the next one is due',
    (budget) => {
      const till = new PolicyTill(budget);
      const [, second] = till.add(1, 2);
      till.answer(accepted, 0);
      if (second) till.policy.settled(second, 60_700, 0);
      expect(till.next(60_000)).toEqual({ sequences: [1], nextDueIn: 700 });
    },
  );

  test('while the pace holds nothing back but what goes now or is under way: not at all', () => {
    const till = new PolicyTill(2);
    till.answer(accepted, 0);
    const [fresh] = till.add(1);
    if (fresh) till.policy.prioritize(fresh, 10);
    expect(till.next(10)).toEqual({ sequences: [1], nextDueIn: null });
    till.queue.put(aSave({ sequence: 2, state: 'sending' }));
    expect(till.next(10, 1)).toEqual({ sequences: [1], nextDueIn: null });
    till.add(3);
    expect(till.next(10).nextDueIn).toBeGreaterThan(10_000);
  });

  test('where the counter’s saves fill the capacity: not for the pace', () => {
    const till = new PolicyTill(2);
    till.answer(accepted, 0);
    till.add(1);
    for (const fresh of till.add(2, 3)) till.policy.prioritize(fresh, 10);
    expect(till.next(10)).toEqual({ sequences: [3, 2], nextDueIn: null });
  });

  test('for the counter’s save that waits or for the pace, whichever comes first', () => {
    const till = new PolicyTill(2);
    till.answer(accepted, 0);
    const [, fresh] = till.add(1, 2);
    if (!fresh) throw new Error('no save');
    till.policy.prioritize(fresh, 0);
    till.policy.settled(fresh, 700, 0);
    expect(till.next(0)).toEqual({ sequences: [], nextDueIn: 700 });
    till.policy.settled(fresh, 300_000, 0);
    expect(till.next(0).nextDueIn).toBeLessThan(60_000);
  });
});

describe('a save that waits for its time', () => {
  test('waits as long as it is told, and a wait longer than any is none', () => {
    const till = new PolicyTill();
    const [save] = till.add(1);
    if (!save) throw new Error('no save');
    till.policy.settled(save, LONGEST_WAIT, 0);
    expect(till.next(1)).toEqual({ sequences: [], nextDueIn: LONGEST_WAIT - 1 });
    till.policy.settled(save, LONGEST_WAIT + 1, 0);
    expect(till.next(1).sequences).toEqual([1]);
    till.policy.settled(save, 500, 0);
    till.policy.settled(save, null, 1);
    expect(till.next(1).sequences).toEqual([1]);
  });

  test('is no longer the counter’s own once it is finished, should it come back', () => {
    const till = new PolicyTill();
    const [, fresh] = till.add(1, 2);
    if (!fresh) throw new Error('no save');
    till.policy.prioritize(fresh, 0);
    expect(till.next(0).sequences).toEqual([2]);
    till.policy.settled({ ...fresh, state: 'held' }, null, 0);
    expect(till.next(0).sequences).toEqual([1]);
  });

  test('is the next one after the clock was corrected, whatever the pace', () => {
    const till = new PolicyTill(1);
    const [, second] = till.add(1, 2);
    till.answer(accepted, 0);
    if (!second) throw new Error('no save');
    const { code, subCode, text, traceId } = words;
    const lastOutcome = { class: 'clock' as const, code, subCode, text, traceId };
    till.policy.settled({ ...second, lastOutcome: { ...lastOutcome, class: 'later' } }, null, 0);
    expect(till.next(0).sequences).toEqual([]);
    till.policy.settled({ ...second, lastOutcome }, null, 0);
    expect(till.next(0).sequences).toEqual([2]);
  });
});

describe('the pace', () => {
  test('counts a call when it leaves, and gives back what the gateway did not count', () => {
    const till = new PolicyTill(1);
    till.add(1);
    till.answer(accepted, 0);
    const now = 5 * 60_000;
    expect(till.next(now).sequences).toEqual([1]);
    till.policy.began(now);
    expect(till.next(now).sequences).toEqual([]);
    till.policy.answered(aSave(), clock, now, now);
    expect(till.next(now).sequences).toEqual([1]);
    till.answer(later, now);
    expect(till.next(now).sequences).toEqual([]);
  });

  test.each([
    [100_000, 5_000],
    [-3_600_000, 0],
    [0, 0],
  ])('after a start with a backlog of %d ms waits %d ms at the first answer', (age, wait) => {
    const till = new PolicyTill(null, 0.5, age);
    till.add(1, 2, 3);
    till.answer(accepted, 0);
    const { sequences, nextDueIn } = till.next(0);
    expect({ count: sequences.length, nextDueIn }).toEqual(
      wait === 0 ? { count: 2, nextDueIn: null } : { count: 0, nextDueIn: wait },
    );
  });

  test.each([0, -3_600_000])('waits for what the silence since the start says (%d)', (age) => {
    const till = new PolicyTill(null, 0.5, age);
    till.add(1, 2);
    till.answer(down, 50_000);
    till.answer(accepted, 100_000);
    expect(till.next(100_000)).toEqual({ sequences: [], nextDueIn: 5_000 });
  });

  test.each([down, fault('29')])(
    'after an outage waits once, a tenth of it by the till’s place',
    (none) => {
      const till = new PolicyTill();
      till.add(1, 2);
      till.answer(accepted, 0);
      till.answer(none, 1_000);
      till.answer(none, 50_000);
      till.answer(accepted, 101_000);
      expect(till.next(101_000).nextDueIn).toBe(5_000);
      till.answer(accepted, 104_000);
      expect(till.next(106_000).sequences).toEqual([1, 2]);
    },
  );

  test('waits for nobody’s turn once somebody asks, and for what is new at the counter it does', () => {
    const till = new PolicyTill(null, 0.5, 100_000);
    till.add(1);
    till.answer(accepted, 0);
    till.policy.wake(1, false);
    expect(till.next(1).sequences).toEqual([]);
    till.policy.wake(1, true);
    expect(till.next(1).sequences).toEqual([1]);
  });

  test('learns from a ban that comes at the very end of another', () => {
    const till = new PolicyTill();
    till.add(1);
    till.answer(banOf(10), 0);
    till.answer(banOf(10), 10_000);
    expect(till.next(30_000).sequences).toEqual([]);
    expect(till.next(40_000).sequences).toEqual([1]);
  });
});

describe('a wake', () => {
  test('for a new save asks a silent gateway at once, and a paused queue not at all', () => {
    for (const [none, due] of [
      [down, 2_000],
      [fault('29'), 10_000],
    ] as const) {
      const till = new PolicyTill();
      for (let failure = 0; failure < 5; failure += 1) till.answer(down, failure);
      if (none.class === 'configuration') till.answer(none, 1_000);
      const [save] = till.add(1);
      if (save) till.policy.prioritize(save, 2_000);
      const { sequences, nextDueIn } = till.next(2_000);
      expect(sequences).toEqual(none === down ? [1] : []);
      expect(nextDueIn).toBe(none === down ? null : due - 1_000);
    }
  });

  test('by hand asks a paused queue', () => {
    const till = new PolicyTill();
    till.add(1);
    till.answer(fault('29'), 0);
    till.policy.wake(2_000, true);
    expect(till.next(2_000).sequences).toEqual([1]);
  });
});
