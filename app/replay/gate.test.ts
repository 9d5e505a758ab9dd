import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fault } from '../gateway/fault.fixture.ts';
import type { Outcome } from '../gateway/outcome.ts';
import { advanceGate, capacityLeft, UNPROVED } from './gate.ts';
import { accepted, down, following, random, untilPassing, words } from './gateSteps.fixture.ts';

describe('an unreachable gateway', () => {
  test('is probed with one save at a time, 1 s doubling to 60 s, for ever', () => {
    let state = UNPROVED;
    let now = 0;
    const waits: number[] = [];
    for (let probe = 0; probe < 10_000; probe += 1) {
      state = following(state, down, now);
      waits.push(Math.round((untilPassing(state) - now) / 1_000));
      expect(capacityLeft(state.gate, now, 0)).toBe(0);
      now = untilPassing(state);
      expect(capacityLeft(state.gate, now, 0)).toBe(1);
      expect(capacityLeft(state.gate, now, 1)).toBe(0);
    }
    expect(waits.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(Math.max(...waits)).toBe(60);
  });
  test('a burst of failures that was already under way counts once', () => {
    let state = following(UNPROVED, down, 1_000, 900);
    for (let other = 0; other < 3; other += 1) state = following(state, down, 1_100, 950);
    expect(state.gate).toMatchObject({ kind: 'unreachable', failures: 1 });
  });
  test('a wake-up probes at once, but never within a second of the last probe', () => {
    let state = UNPROVED;
    for (let probe = 0; probe < 6; probe += 1) state = following(state, down, 100_000 + probe);
    const wake = (now: number) =>
      untilPassing(advanceGate(state, { type: 'wake', now, byHand: false }, random));
    expect(wake(100_500)).toBe(101_005);
    expect(wake(110_000)).toBe(110_000);
  });
  test('is unreachable since the first failure, whatever was tried since', () => {
    const first = following(UNPROVED, down, 100, 90);
    const second = following(first, down, 5_000, 4_000);
    expect(second.gate).toMatchObject({ since: 100, failures: 2, lastTryAt: 4_000 });
    expect(following(second, down, 5_100, 150).gate).toMatchObject({ since: 100, failures: 3 });
  });
  test('a wake-up puts off no probe that is due before it', () => {
    const state = following(UNPROVED, down, 100_000, 99_999);
    const woken = advanceGate(state, { type: 'wake', now: 200_000, byHand: true }, random);
    expect(untilPassing(woken)).toBe(untilPassing(state));
  });
  test('is not what one save’s own silence tells, but two of them in a row are', () => {
    const own = (state: typeof UNPROVED, now: number) =>
      following(state, down, now, now, { isOwnFault: true });
    const heard = following(following(UNPROVED, down, 0), accepted, 1_000);
    const once = own(heard, 2_000);
    expect(once.gate).toEqual(heard.gate);
    expect(own(once, 3_000).gate).toMatchObject({ kind: 'unreachable', failures: 1 });
    expect(own(following(once, accepted, 3_000), 4_000).gate.kind).toBe('passing');
  });
  test('stays so whatever save’s own silence a probe meets', () => {
    const stopped = following(UNPROVED, down, 100);
    const own = following(stopped, down, 5_000, 5_000, { isOwnFault: true });
    expect(own.gate).toMatchObject({ kind: 'unreachable', failures: 2 });
  });
  test('the first success lets it pass slowly', () => {
    let state = following(UNPROVED, down, 0);
    const capacities: number[] = [];
    for (let success = 0; success < 4; success += 1) {
      state = following(state, accepted, 10_000);
      capacities.push(capacityLeft(state.gate, 10_000, 0));
    }
    expect(capacities).toEqual([1, 2, 4, 4]);
  });
});

describe('the capacity', () => {
  test('before the first answer is for one save', () => {
    expect(capacityLeft(UNPROVED.gate, 0, 0)).toBe(1);
  });
  test('is what those on their way leave of it, and nothing where they are more than it holds', () => {
    let state = UNPROVED;
    for (let success = 0; success < 3; success += 1) state = following(state, accepted, success);
    expect([0, 1, 3, 4, 9].map((underWay) => capacityLeft(state.gate, 3, underWay))).toEqual([
      4, 3, 1, 0, 0,
    ]);
  });
});

describe('a ban', () => {
  const ban: Outcome = { ...words, class: 'quota', banSeconds: 31_062 };
  const banned = following(UNPROVED, ban, 5);
  test('is honoured to the second, and no wake-up breaks it', () => {
    const woken = advanceGate(banned, { type: 'wake', now: 10, byHand: true }, random);
    expect(capacityLeft(woken.gate, 31_062_004, 0)).toBe(0);
    expect(capacityLeft(woken.gate, 31_062_005, 0)).toBe(1);
  });
  test('of more than a day is honoured, but asked about once a day', () => {
    const long: Outcome = { ...words, class: 'quota', banSeconds: 12_345_678 };
    const state = following(UNPROVED, long, 5);
    expect(untilPassing(state)).toBe(86_400_005);
    expect(capacityLeft(state.gate, 86_400_004, 0)).toBe(0);
    expect(capacityLeft(state.gate, 86_400_005, 0)).toBe(1);
    expect(capacityLeft(state.gate, 86_400_005, 1)).toBe(0);
  });
  test('without a number lasts a minute, and a shorter one never ends a longer one', () => {
    const unsaid: Outcome = { ...words, class: 'quota', banSeconds: null };
    expect(untilPassing(following(UNPROVED, unsaid, 5))).toBe(60_005);
    expect(untilPassing(following(banned, unsaid, 6))).toBe(31_062_005);
  });
  test('is not replaced by a fault that was on its way before', () => {
    const clock: Outcome = { ...words, class: 'clock', replay: false };
    expect(following(banned, fault('53'), 6, 4).gate).toEqual(banned.gate);
    expect(following(following(banned, clock, 6, 4), clock, 7, 4).gate).toEqual(banned.gate);
  });
  test('is not replaced by a second wrong clock that was on its way before', () => {
    const clock: Outcome = { ...words, class: 'clock', replay: false };
    const once = following(UNPROVED, clock, 1, 0);
    const stopped = following({ ...once, gate: banned.gate }, clock, 6, 4);
    expect(stopped.gate).toEqual(banned.gate);
  });
  test('begins when it is told, and another that is told in it ends with the later of the two', () => {
    const longer: Outcome = { ...words, class: 'quota', banSeconds: 40_000 };
    expect(following(banned, longer, 6).gate).toEqual({
      kind: 'banned',
      since: 6,
      until: 40_000_006,
    });
  });
  test('is not lifted by an answer that was on its way before', () => {
    expect(following(banned, accepted, 6, 4).gate).toEqual(banned.gate);
  });
});

describe('the age of an answer', () => {
  test('one that left before the gate stopped neither lets it pass nor makes it wait longer', () => {
    const stopped = following(UNPROVED, down, 100, 90);
    for (const late of [accepted, down]) {
      expect(following(stopped, late, 110, 99).gate).toEqual(stopped.gate);
    }
    expect(following(stopped, down, 110, 100).gate).toMatchObject({ failures: 2 });
    expect(following(stopped, accepted, 110, 100).gate.kind).toBe('passing');
  });
});

describe('new settings', () => {
  const ban: Outcome = { ...words, class: 'quota', banSeconds: 90 };
  const banned = following(UNPROVED, ban, 5);
  test('do not break a ban of the same app, and end one that another app does not have', () => {
    const changed = (isOtherApp: boolean) =>
      advanceGate(banned, { type: 'settings-changed', now: 10, isOtherApp }, random).gate;
    expect(changed(false)).toEqual(banned.gate);
    expect(changed(true).kind).toBe('passing');
  });
});

test('whatever comes, the gate passes again in a bounded time', () => {
  const outcome = fc.constantFrom<Outcome>(
    down,
    accepted,
    { ...words, class: 'quota', banSeconds: 100 },
    fault('29'),
    { ...words, class: 'clock', replay: false },
    { ...words, class: 'later' },
  );
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 40 }), (answers) => {
      let state = UNPROVED;
      answers.forEach((answer, index) => {
        state = following(state, answer, index * 10);
      });
      expect(capacityLeft(state.gate, answers.length * 10 + 300_000, 0)).toBeGreaterThan(0);
    }),
  );
});

describe('a platform that is too busy', () => {
  const busy: Outcome = { ...words, class: 'later' };

  test('for one save stops nobody', () => {
    expect(following(UNPROVED, busy, 0).gate).toEqual({ kind: 'passing', capacity: 2 });
  });

  test('for everybody counts as one that is away: one probe at a time, ever more rarely, until somebody passes', () => {
    let state = following(UNPROVED, busy, 0, 0, { isEverybodys: true });
    expect(state.gate).toMatchObject({ kind: 'unreachable', isBusy: true, failures: 1 });
    const waits: number[] = [];
    for (let times = 0; times < 8; times += 1) {
      const at = untilPassing(state);
      state = following(state, busy, at, at, { isEverybodys: true });
      waits.push(Math.round((untilPassing(state) - at) / 1_000));
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
    expect(following(state, accepted, 2e6).gate).toEqual({ kind: 'passing', capacity: 1 });
  });

  const repeated: Outcome = { ...words, class: 'clock', replay: true };

  test('for everybody says nothing that was sent before the gate stopped', () => {
    const banned = following(UNPROVED, { ...words, class: 'quota', banSeconds: 60 }, 10);
    for (const outcome of [busy, repeated]) {
      expect(following(banned, outcome, 20, 5, { isEverybodys: true }).gate).toEqual(banned.gate);
    }
  });

  test('is one that calls everybody’s sign a repeated one', () => {
    const away = following(UNPROVED, repeated, 0, 0, { isEverybodys: true });
    expect(away.gate).toMatchObject({ kind: 'unreachable', isBusy: true, failures: 1 });
    expect(following(away, down, 9_000).gate).toMatchObject({ isBusy: false, failures: 2 });
  });

  test('is no silence: what gets no answer after it is not one save’s own', () => {
    const state = following(UNPROVED, busy, 10, 10, { isEverybodys: true });
    expect(state.answeredSince).toBe(UNPROVED.answeredSince);
    expect(following(UNPROVED, busy, 10).answeredSince).toBe(10);
  });

  test.each(['rejected', 'unknown'] as const)(
    'is no better known by what everybody is answered besides (%s)',
    (kind) => {
      const all = following(UNPROVED, { ...words, class: kind }, 10, 10, { isEverybodys: true });
      expect(all.answeredSince).toBe(UNPROVED.answeredSince);
      expect(following(UNPROVED, { ...words, class: kind }, 10).answeredSince).toBe(10);
    },
  );
});
