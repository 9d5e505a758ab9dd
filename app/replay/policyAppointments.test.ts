import { beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../gateway/outcome.ts';
import type { Save } from '../outbox/save.ts';
import { PolicyTill } from './policyTill.fixture.ts';

const minute = 60_000;
const words = { code: '', subCode: '', text: '', traceId: '' };
const accepted: Outcome = { ...words, class: 'accepted', customerId: '1' };
const refused: Outcome = { ...words, class: 'quota', banSeconds: 9 };
const misdated: Outcome = { ...words, class: 'clock', replay: false };
const down: Outcome = { ...words, class: 'unreachable', mayHaveArrived: false };
const misconfigured: Outcome = {
  ...words,
  class: 'configuration',
  problem: null,
  atFirst: null,
};

let till: PolicyTill;
let saves: Save[];
beforeEach(() => {
  till = new PolicyTill();
  saves = till.add(...Array.from({ length: 50 }, (_, index) => index + 1));
});

/** A call of the backlog that leaves at `at` and is answered at once. */
function call(outcome: Outcome, at: number, next: number | null, save = saves[0] as Save) {
  const startedAt = till.policy.began(at);
  return till.policy.answered(save, outcome, startedAt, at, next);
}

describe('a till behind a relay', () => {
  test('sends its backlog when it is welcome, one call for one appointment', () => {
    call(accepted, 0, 5_000);
    expect(till.next(4_999)).toEqual({ sequences: [], nextDueIn: 1 });
    expect(till.next(5_000).sequences).toEqual([1]);
    till.policy.began(5_000);
    expect(till.next(6_000, 1)).toEqual({ sequences: [], nextDueIn: null });
  });

  test('sends at full speed where it is welcome at any time', () => {
    for (const at of [0, 1, 2]) call(accepted, at, 0);
    expect(till.next(3).sequences).toHaveLength(4);
  });

  test('a save at the counter waits for no appointment, and takes none', () => {
    call(accepted, 0, 2 * minute);
    const [fresh] = till.add(51) as [Save];
    till.policy.prioritize(fresh, 1_000);
    expect(till.next(1_000).sequences).toEqual([51]);
    expect(till.policy.said(fresh, till.queue, 1_000)).toEqual({ urgency: 'counter', waiting: 50 });
    till.policy.began(1_000, 'counter');
    till.queue.remove(fresh);
    expect(till.next(2 * minute).sequences).toHaveLength(1);
  });

  test('a save of the backlog that goes again because the clock was wrong is still the backlog’s, one at the counter still the counter’s', () => {
    const [fresh] = till.add(51) as [Save];
    const [old] = saves as [Save];
    till.policy.prioritize(fresh, 0);
    for (const save of [old, fresh]) {
      call(misdated, 0, 0, save);
      till.policy.settled({ ...save, lastOutcome: { ...words, class: 'clock' } }, null, 0);
    }
    expect(till.policy.said(old, till.queue, 1).urgency).toBe('backlog');
    expect(till.policy.said(fresh, till.queue, 1).urgency).toBe('counter');
  });

  test('waits for its appointment with a save of the backlog that has just been put right by the clock', () => {
    const [old] = saves as [Save];
    call(misdated, 0, 0, old);
    till.policy.settled({ ...old, lastOutcome: { ...words, class: 'clock' } }, null, 0);
    expect(call(refused, 1, 60_000, old).putOff).toBe(60_000);
    expect(till.next(59_000).sequences).toEqual([]);
    expect(till.next(60_001).sequences).toHaveLength(1);
  });

  test('an earlier save of the person at the counter goes as one of the counter, two minutes long', () => {
    const [earlier] = saves as [Save];
    const fresh = { ...earlier, sequence: 60, requestId: '60' };
    till.queue.put(fresh);
    till.policy.prioritize(fresh, 0);
    expect(till.policy.said(earlier, till.queue, 2 * minute).urgency).toBe('counter');
    expect(till.policy.said(earlier, till.queue, 2 * minute + 1).urgency).toBe('backlog');
    expect(till.policy.said(saves[1] as Save, till.queue, 0).urgency).toBe('backlog');
  });

  test('that puts its call off: nobody is banned, and the next customer at the counter goes at once', () => {
    const judgement = call(refused, 0, 30_000);
    expect(judgement.putOff).toBe(30_000);
    expect(till.policy.gate.kind).toBe('passing');
    const [fresh] = till.add(51) as [Save];
    till.policy.prioritize(fresh, 10);
    expect(till.next(10).sequences).toEqual([51]);
  });

  test('that could not know of the customer is told at once, and no second time', () => {
    const [first] = saves as [Save];
    till.policy.prioritize(first, 0);
    expect(call(refused, 0, 2 * minute, first).putOff).toBe(100);
    expect(call(refused, 100, 2 * minute, first).putOff).toBe(2 * minute);
  });

  test('keeps no slower pace for having been put off', () => {
    for (let at = 0; at < 10; at += 1) call(refused, at, 1_000);
    call(accepted, minute, null);
    expect(till.next(minute).sequences.length).toBeGreaterThan(0);
    call(accepted, minute + 1, null);
    expect(till.next(minute + 1).sequences.length).toBeGreaterThan(1);
  });

  test('leaves its own budget and turn to the relay, and goes back to them without it', () => {
    till = new PolicyTill(1, 0.5, 5 * 60 * minute);
    saves = till.add(1, 2, 3, 4, 5, 6);
    for (const at of [0, 1, 2]) call(accepted, at, 0);
    expect(till.next(3).sequences).toHaveLength(4);
    call(accepted, 4, null);
    expect(till.next(5).sequences).toEqual([]);
  });

  test('a ban that it passes on stops everything, as any ban', () => {
    call(accepted, 0, 1_000);
    const judgement = call(refused, 10, null);
    expect(judgement.putOff).toBeNull();
    expect(till.policy.gate).toMatchObject({ kind: 'banned', until: 10 + 9_000 });
  });

  test('being put off opens no queue that stands for a fault of the settings, nor asks without end', () => {
    call(misconfigured, 0, null);
    const { gate } = till.policy;
    if (gate.kind !== 'paused') throw new Error(gate.kind);
    call(refused, gate.probeAt, 30_000);
    expect(till.policy.gate).toMatchObject({ kind: 'paused', probeAt: gate.probeAt + 30_000 });
    call(refused, gate.probeAt + 30_000, 0);
    expect(till.next(gate.probeAt + 30_500).sequences).toEqual([]);
  });

  test('being put off says that the relay is there again, and nothing of the platform behind it', () => {
    for (const at of [0, 1_000, 3_000]) call(down, at, null);
    expect(till.policy.gate).toMatchObject({ kind: 'unreachable', failures: 3 });
    call(refused, minute, 2_000);
    expect(till.policy.gate).toEqual({ kind: 'passing', capacity: 1 });
    call(down, minute + 2_000, null);
    expect(till.policy.gate).toMatchObject({ kind: 'unreachable', failures: 4 });
  });

  test('with another key or gateway every appointment is forgotten, and what it still says counts no more', () => {
    const startedAt = till.policy.began(0);
    call(accepted, 0, 2 * minute);
    till.policy.settingsChanged(10, true);
    expect(till.policy.isRelay).toBe(false);
    till.policy.answered(saves[0] as Save, accepted, startedAt, 20, 2 * minute);
    expect(till.policy.isRelay).toBe(false);
    expect(till.next(30).sequences).toEqual([1, 2]);
  });

  test('a sleep of the PC brings the appointment nearer', () => {
    call(accepted, 0, 4 * minute);
    till.policy.slept(1_000, 4 * minute);
    expect(till.next(1_000).sequences).toEqual([1]);
  });
});
