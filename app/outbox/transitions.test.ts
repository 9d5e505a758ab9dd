import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fault } from '../gateway/fault.fixture.ts';
import type { Outcome } from '../gateway/outcome.ts';
import { aSave } from './aSave.fixture.ts';
import { MAX_UNDECIDED, markSending, type SettleContext, settle } from './transitions.ts';

const words = { code: '1', subCode: '', text: '', traceId: 't' };
const context = { now: 1_000_000, random: () => 0.5, isOwnFault: false, isEverybodys: false };
const sending = markSending(aSave(), 4);

const outcomes: Outcome[] = [
  { ...words, class: 'accepted', customerId: '7' },
  { ...words, class: 'quota', banSeconds: 9 },
  fault('53'),
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
  test('accepted leaves nothing open of what went before', () => {
    const unsure = { ...sending, firstUnknownAt: 3, undecided: 2 };
    expect(settle(unsure, outcomes[0] as Outcome, context)).toMatchObject({
      sentAt: null,
      firstUnknownAt: null,
      nextAttemptAt: null,
      heldReason: null,
      undecided: 0,
      attempts: 1,
      settledAt: context.now,
    });
  });
  test('a send that does not count is taken off the attempts, which never fall below none', () => {
    const quota = outcomes[1] as Outcome;
    expect(settle({ ...sending, attempts: 3 }, quota, context).attempts).toBe(2);
    expect(settle({ ...sending, attempts: 0 }, quota, context).attempts).toBe(0);
  });
  test('what may have taken effect never counts as not sent, whatever the answer to it was', () => {
    const attempts = (outcome: Outcome, judged: Partial<SettleContext>) =>
      settle(sending, outcome, { ...context, ...judged }).attempts;
    for (const outcome of outcomes) expect(attempts(outcome, { mayBeSecond: true })).toBe(1);
    const unknown: Outcome = { ...words, class: 'unknown' };
    expect(attempts(unknown, { isEverybodys: true })).toBe(1);
    const refused: Outcome = { ...words, class: 'rejected' };
    expect(attempts(refused, { isEverybodys: true, mayBeSecond: true })).toBe(1);
    expect(attempts(refused, { isEverybodys: true })).toBe(0);
  });
  test('what is tried later waits longer with each attempt, what nobody can decide with each such answer', () => {
    const waitOf = (outcome: Outcome, parts: Partial<typeof sending>) =>
      (settle({ ...sending, ...parts }, outcome, context).nextAttemptAt ?? 0) - context.now;
    const later: Outcome = { ...words, class: 'later' };
    const unknown: Outcome = { ...words, class: 'unknown' };
    expect([1, 2, 3].map((attempts) => waitOf(later, { attempts }))).toEqual([1_000, 2_000, 4_000]);
    expect([0, 1, 2].map((undecided) => waitOf(unknown, { undecided, attempts: 9 }))).toEqual([
      1_000, 2_000, 4_000,
    ]);
  });
  test('an answer that says nothing of the outcome makes it unknown from the first such answer on', () => {
    for (const outcome of outcomes) {
      const isUnsure =
        outcome.class === 'later' ||
        outcome.class === 'unknown' ||
        (outcome.class === 'clock' && outcome.replay) ||
        (outcome.class === 'unreachable' && outcome.mayHaveArrived);
      expect(settle(sending, outcome, context).firstUnknownAt).toBe(isUnsure ? context.now : null);
      if (isUnsure) {
        expect(settle({ ...sending, firstUnknownAt: 3 }, outcome, context).firstUnknownAt).toBe(3);
      }
    }
  });
  test('a refusal says nothing of the calls before: what was in doubt stays so, since then', () => {
    const rejected: Outcome = { ...words, class: 'rejected' };
    for (const isEverybodys of [true, false]) {
      const save = settle({ ...sending, firstUnknownAt: 3 }, rejected, {
        ...context,
        isEverybodys,
      });
      expect(save.firstUnknownAt).toBe(3);
    }
  });
  test('whatever is answered to a second sending, but that it was accepted, the first one may have arrived', () => {
    const second = { ...context, mayBeSecond: true, unknownSince: 5 };
    for (const outcome of outcomes) {
      const { state, firstUnknownAt } = settle(sending, outcome, second);
      expect([outcome.class, firstUnknownAt]).toEqual([
        outcome.class,
        outcome.class === 'accepted' ? null : 5,
      ]);
      expect(state, outcome.class).toBe(settle(sending, outcome, context).state);
      if (outcome.class === 'accepted') continue;
      const older = settle({ ...sending, firstUnknownAt: 3 }, outcome, second);
      expect(older.firstUnknownAt).toBe(3);
    }
  });
  test('rejected is held with its codes and the field that it names, and with none of its words', () => {
    const outcome: Outcome = { ...words, class: 'rejected', code: '41', text: '非法参数' };
    const save = settle(sending, outcome, context);
    expect(save).toMatchObject({ state: 'held', heldReason: 'rejected' });
    expect(save.lastOutcome).toEqual({ class: 'rejected', code: '41', subCode: '', field: null });
    const fieldOf = (text: string, answered: 'rejected' | 'unknown' | 'later') =>
      settle(sending, { ...words, class: answered, text }, context).lastOutcome?.field;
    expect(fieldOf('会员生日不正确', 'rejected')).toBe('birthday');
    expect(fieldOf('会员生日不正确', 'unknown')).toBe('birthday');
    expect(fieldOf('生日服务超时', 'later'), 'no refusal').toBeNull();
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
    const outcome = fault('25');
    expect(settle(sending, outcome, context).state).toBe('pending');
    expect(settle(sending, outcome, { ...context, isOwnFault: true })).toMatchObject({
      state: 'held',
      heldReason: 'sign',
    });
  });
  test('a fault of the settings that is this save’s own holds it with its code', () => {
    const outcome = fault('11');
    expect(settle(sending, outcome, context)).toMatchObject({
      state: 'pending',
      attempts: 0,
      nextAttemptAt: null,
    });
    const held = settle(sending, outcome, { ...context, isOwnFault: true });
    expect(held).toMatchObject({ state: 'held', heldReason: 'configuration' });
    expect(held.lastOutcome).toMatchObject({ code: '11' });
  });
  test('an invalid session is never sent again at once, and its own one is tried five times', () => {
    const outcome = fault('27');
    const first = settle(sending, outcome, context);
    expect(first).toMatchObject({ state: 'pending', undecided: 0, attempts: 0 });
    expect(first.nextAttemptAt).toBe(context.now + 1_000);
    let save = aSave();
    const waits: number[] = [];
    for (let tries = 1; tries < MAX_UNDECIDED; tries += 1) {
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
    for (let tries = 1; tries < MAX_UNDECIDED; tries += 1) {
      save = settle(markSending(save, 4), unknown, context);
      expect(save.state).toBe('pending');
    }
    expect(settle(markSending(save, 4), unknown, context)).toMatchObject({
      state: 'held',
      heldReason: 'undecidable',
      attempts: MAX_UNDECIDED,
    });
  });
  test('an unreachable gateway never holds a save, however often', () => {
    let save = aSave();
    for (let tries = 0; tries < 1_000; tries += 1) {
      save = settle(markSending(save, 4), outcomes[9] as Outcome, context);
    }
    expect(save).toMatchObject({ state: 'pending', attempts: 1_000, firstUnknownAt: null });
  });
  test('a save that alone gets no answer waits five to ten minutes; where nobody gets one it waits for no time', () => {
    const silent = { ...words, class: 'unreachable', mayHaveArrived: true } as const;
    const waitAt = (chance: number, isOwnFault: boolean) => {
      const judged = { ...context, random: () => chance, isOwnFault };
      const { nextAttemptAt } = settle(sending, silent, judged);
      return nextAttemptAt === null ? null : (nextAttemptAt - context.now) / 60_000;
    };
    expect([waitAt(0, true), waitAt(1, true)]).toEqual([5, 10]);
    expect([waitAt(0, false), waitAt(1, false)]).toEqual([null, null]);
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
