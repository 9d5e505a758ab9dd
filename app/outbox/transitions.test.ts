import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../gateway/outcome.ts';
import { aSave } from './aSave.fixture.ts';
import { hold, isStale, markSending, recover, settle, UNDECIDED_LIMIT } from './transitions.ts';

const words = { code: '1', subCode: '', text: '', traceId: 't' };
const context = { now: 1_000_000, random: () => 0.5, isOwnFault: false, isEverybodys: false };
const sending = markSending(aSave(), 4);

const outcomes: Outcome[] = [
  { ...words, class: 'accepted', customerId: '7' },
  { ...words, class: 'quota', banSeconds: 9 },
  { ...words, class: 'configuration' },
  { ...words, class: 'clock', replay: false },
  { ...words, class: 'clock', replay: true },
  { ...words, class: 'rejected' },
  { ...words, class: 'later' },
  { ...words, class: 'unknown' },
  { ...words, class: 'unreachable', mayHaveArrived: true },
  { ...words, class: 'unreachable', mayHaveArrived: false },
];

describe('settling a save', () => {
  test('accepted erases the body and keeps the customer id', () => {
    const save = settle(sending, outcomes[0] as Outcome, context);
    expect(save).toMatchObject({ state: 'accepted', sealedBody: null, customerId: '7' });
  });
  test('rejected is held with the gateway’s own words', () => {
    const outcome: Outcome = { ...words, class: 'rejected', code: '41', text: '非法参数' };
    const save = settle(sending, outcome, context);
    expect(save).toMatchObject({ state: 'held', heldReason: 'rejected' });
    expect(save.lastOutcome).toMatchObject({ code: '41', text: '非法参数' });
  });
  test.each(['quota', 'configuration', 'clock'])('%s is no attempt of the save', (name) => {
    const isRepeat = (one: Outcome) => one.class === 'clock' && one.replay;
    for (const outcome of outcomes.filter((one) => one.class === name && !isRepeat(one))) {
      expect(settle(sending, outcome, context)).toMatchObject({ state: 'pending', attempts: 0 });
    }
  });
  test('a repeated sign is sent again at least a second later', () => {
    const replay: Outcome = { ...words, class: 'clock', replay: true };
    for (const random of [() => 0, () => 0.999]) {
      const save = settle(sending, replay, { ...context, random });
      expect(save.nextAttemptAt).toBeGreaterThanOrEqual(context.now + 1_000);
    }
  });
  test('a sign that is called repeated again and again is sent less and less often', () => {
    const replay: Outcome = { ...words, class: 'clock', replay: true };
    let save = aSave();
    const waits: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) {
      save = settle(markSending(save, 4), replay, { ...context, random: () => 0.999 });
      waits.push(Math.round(((save.nextAttemptAt ?? 0) - context.now) / 1_000));
    }
    expect(waits.slice(0, 4)).toEqual([3, 5, 9, 17]);
    expect(waits.at(-1)).toBe(600);
  });
  test('a wrong sign holds one save only where the key has signed others well', () => {
    const outcome: Outcome = { ...words, class: 'configuration', code: '25' };
    expect(settle(sending, outcome, context).state).toBe('pending');
    expect(settle(sending, outcome, { ...context, isOwnFault: true })).toMatchObject({
      state: 'held',
      heldReason: 'sign',
    });
  });
  test('a fault of the settings that is this save’s own holds it with its code', () => {
    const outcome: Outcome = { ...words, class: 'configuration', code: '11' };
    expect(settle(sending, outcome, context)).toMatchObject({ state: 'pending', attempts: 0 });
    const held = settle(sending, outcome, { ...context, isOwnFault: true });
    expect(held).toMatchObject({ state: 'held', heldReason: 'configuration' });
    expect(held.lastOutcome).toMatchObject({ code: '11' });
  });
  test('an invalid session is never sent again at once, and its own one is tried five times', () => {
    const outcome: Outcome = { ...words, class: 'configuration', code: '27' };
    const first = settle(sending, outcome, context);
    expect(first).toMatchObject({ state: 'pending', undecided: 0, attempts: 0 });
    expect(first.nextAttemptAt).toBe(context.now + 1_000);
    let save = aSave();
    const waits: number[] = [];
    for (let tries = 1; tries < UNDECIDED_LIMIT; tries += 1) {
      save = settle(markSending(save, 4), outcome, { ...context, isOwnFault: true });
      waits.push((save.nextAttemptAt ?? 0) - context.now);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
    const last = settle(markSending(save, 4), outcome, { ...context, isOwnFault: true });
    expect(last).toMatchObject({ state: 'held', heldReason: 'configuration' });
  });
  test('what everybody is answered holds nobody, and uses up none of the five tries', () => {
    const judged = { ...context, isEverybodys: true };
    const unsure = { ...sending, firstUnknownAt: 7, undecided: 4 };
    const refused = settle(unsure, { ...words, class: 'rejected' }, judged);
    expect(refused).toMatchObject({
      state: 'pending',
      attempts: 0,
      firstUnknownAt: 7,
      undecided: 4,
    });
    const undecided = settle({ ...sending, undecided: 4 }, { ...words, class: 'unknown' }, judged);
    expect(undecided).toMatchObject({
      state: 'pending',
      undecided: 4,
      firstUnknownAt: context.now,
    });
  });
  test('undecidable answers are tried five times, then held', () => {
    let save = aSave();
    const unknown: Outcome = { ...words, class: 'unknown' };
    for (let tries = 1; tries < UNDECIDED_LIMIT; tries += 1) {
      save = settle(markSending(save, 4), unknown, context);
      expect(save.state).toBe('pending');
    }
    expect(settle(markSending(save, 4), unknown, context)).toMatchObject({
      state: 'held',
      heldReason: 'undecidable',
      attempts: UNDECIDED_LIMIT,
    });
  });
  test('an unreachable gateway never holds a save, however often', () => {
    let save = aSave();
    for (let tries = 0; tries < 1_000; tries += 1) {
      save = settle(markSending(save, 4), outcomes[9] as Outcome, context);
    }
    expect(save).toMatchObject({ state: 'pending', attempts: 1_000, firstUnknownAt: null });
  });
  test('a save that gets no answer lets others probe after every third try', () => {
    const silent = { ...words, class: 'unreachable', mayHaveArrived: true } as const;
    const dueAfter = (attempts: number) =>
      settle({ ...sending, attempts }, silent, context).nextAttemptAt;
    expect([1, 2, 4, 5].map(dueAfter)).toEqual([null, null, null, null]);
    expect(dueAfter(3)).toBeGreaterThan(context.now);
  });
  test('no outcome ever changes the id, the sequence, the person or a body that is still needed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...outcomes), { maxLength: 20 }),
        fc.boolean(),
        (answers, isOwnFault) => {
          const first = aSave();
          let save = first;
          for (const answer of answers) {
            if (save.state !== 'pending') break;
            save = settle(markSending(save, 4), answer, { ...context, isOwnFault });
            expect(save.requestId).toBe(first.requestId);
            expect(save.sequence).toBe(first.sequence);
            expect(save.identityKeys).toEqual(first.identityKeys);
            expect(['pending', 'accepted', 'held']).toContain(save.state);
            expect(save.sealedBody).toBe(save.state === 'accepted' ? null : first.sealedBody);
          }
        },
      ),
    );
  });
});

describe('at start', () => {
  test('what was being sent is pending again, with an unknown outcome', () => {
    expect(recover(sending, 5_000_000)).toMatchObject({
      state: 'pending',
      attempts: 1,
      sentAt: null,
    });
  });
  test('the outcome is unknown since the send, however long the power was off', () => {
    expect(recover(sending, 5_000_000).firstUnknownAt).toBe(4);
  });
  test('every other state stays as it is', () => {
    for (const state of ['pending', 'accepted', 'held', 'discarded'] as const) {
      const save = aSave({ state });
      expect(recover(save, 5)).toBe(save);
    }
  });
  test('the time since when an outcome is unknown survives restarts', () => {
    expect(recover({ ...sending, firstUnknownAt: 3 }, 5).firstUnknownAt).toBe(3);
  });
});

describe('stale', () => {
  const day = 24 * 60 * 60 * 1_000;
  test('means unknown for more than 24 hours, not merely old', () => {
    expect(isStale(aSave({ firstUnknownAt: 0 }), day + 1)).toBe(true);
    expect(isStale(aSave({ firstUnknownAt: 0 }), day)).toBe(false);
    expect(isStale(aSave({ firstUnknownAt: null, createdAt: 0 }), 1_000 * day)).toBe(false);
  });
  test('is held with that reason and keeps its body', () => {
    expect(hold(aSave(), 'stale', 1)).toMatchObject({
      state: 'held',
      heldReason: 'stale',
      sealedBody: 'sealed',
    });
  });
});
