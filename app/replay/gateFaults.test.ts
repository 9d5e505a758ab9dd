import { describe, expect, test } from 'vitest';
import { fault } from '../gateway/fault.fixture.ts';
import type { Outcome } from '../gateway/outcome.ts';
import { advanceGate, capacityLeft, isSignTrusted, UNPROVED } from './gate.ts';
import { accepted, down, following, random, untilPassing, words } from './gateSteps.fixture.ts';

describe('a configuration fault', () => {
  test('pauses the queue, with one early probe for another person’s save and rare ones after it', () => {
    const state = following(UNPROVED, fault('29'), 0);
    expect(state.gate.kind).toBe('paused');
    expect(untilPassing(state)).toBe(10_000);
    const again = following(state, fault('29'), 10_000);
    expect(untilPassing(again)).toBe(310_000);
    expect(untilPassing(following(again, fault('11'), 310_000))).toBe(610_000);
  });
  test('that is one save’s own pauses nobody, and lets pass what it had stopped', () => {
    const own = { isOwnFault: true };
    const passing = following(UNPROVED, accepted, 0);
    expect(following(passing, fault('11'), 1, 1, own).gate.kind).toBe('passing');
    const paused = following(passing, fault('29'), 1);
    expect(following(paused, fault('11'), 20_000, 20_000, own).gate).toEqual({
      kind: 'passing',
      capacity: 1,
    });
  });
  test('that is one save’s own does not end a ban that came after it had left', () => {
    const ban: Outcome = { ...words, class: 'quota', banSeconds: 90 };
    const banned = following(UNPROVED, ban, 5);
    const own = { isOwnFault: true };
    expect(following(banned, fault('11'), 6, 4, own).gate).toEqual(banned.gate);
  });
  test('ends at once when the settings change', () => {
    const state = following(UNPROVED, fault('29'), 0);
    expect(
      advanceGate(state, { type: 'settings-changed', now: 1, isOtherApp: false }, random).gate.kind,
    ).toBe('passing');
  });
  test('a new save does not probe a paused queue, a wake by hand does', () => {
    const state = following(UNPROVED, fault('29'), 0);
    const wake = (byHand: boolean) =>
      untilPassing(advanceGate(state, { type: 'wake', now: 2_000, byHand }, random));
    expect(wake(false)).toBe(10_000);
    expect(wake(true)).toBe(2_000);
  });
  test('after a pause for another reason has its own early probe', () => {
    const refused: Outcome = { ...words, class: 'rejected' };
    const everybody = { isEverybodys: true };
    const before = following(UNPROVED, refused, 0, 0, everybody);
    const paused = following(before, fault('29'), 10_000);
    expect(paused.gate).toMatchObject({ cause: 'configuration', since: 10_000 });
    expect(untilPassing(paused)).toBe(20_000);
  });
  test('somebody’s word makes no two probes within a second', () => {
    const state = following(UNPROVED, fault('29'), 2_100, 2_000);
    const wake = (now: number) =>
      untilPassing(advanceGate(state, { type: 'wake', now, byHand: true }, random));
    expect([2_200, 2_999, 3_001].map(wake)).toEqual([3_000, 3_000, 3_001]);
  });
  test('a wrong sign is one save’s own again once something else was answered between', () => {
    const later: Outcome = { ...words, class: 'later' };
    const replay: Outcome = { ...words, class: 'clock', replay: true };
    const ban: Outcome = { ...words, class: 'quota', banSeconds: 1 };
    const doubted = following(following(UNPROVED, accepted, 0), fault('25'), 1);
    for (const outcome of [later, replay, ban, accepted]) {
      expect(isSignTrusted(doubted)).toBe(false);
      expect(isSignTrusted(following(doubted, outcome, 2))).toBe(true);
    }
    expect(isSignTrusted(following(doubted, down, 2))).toBe(false);
  });
  test('an expired session is tried once more before it pauses', () => {
    const once = following(UNPROVED, fault('27'), 0);
    expect(once.gate.kind).toBe('passing');
    expect(following(once, fault('27'), 1).gate.kind).toBe('paused');
    expect(following(following(once, accepted, 1), fault('27'), 2).gate.kind).toBe('passing');
  });
  test('an answer that was on its way when the settings changed does not pause the new ones', () => {
    const changed = advanceGate(
      UNPROVED,
      { type: 'settings-changed', now: 10, isOtherApp: false },
      random,
    );
    expect(following(changed, fault('29'), 12, 9).gate.kind).toBe('passing');
    expect(following(changed, fault('29'), 12, 11).gate.kind).toBe('paused');
  });
  test('two calls that meet an expired session together count once', () => {
    const once = following(UNPROVED, fault('27'), 10, 5);
    expect(following(once, fault('27'), 11, 6).gate.kind).toBe('passing');
    expect(following(once, fault('27'), 11, 9).gate.kind).toBe('passing');
    expect(following(once, fault('27'), 11, 10).gate.kind).toBe('paused');
  });
  test('a secret that was changed in the middle of a drain pauses, and holds one save at the most', () => {
    const proved = following(UNPROVED, accepted, 0);
    const once = following(proved, fault('25'), 1);
    expect(isSignTrusted(proved)).toBe(true);
    expect(isSignTrusted(once)).toBe(false);
    expect(following(once, fault('25'), 2).gate.kind).toBe('paused');
  });
  test('an answer to what the old secret signed proves nothing of the new one', () => {
    const changed = advanceGate(
      UNPROVED,
      { type: 'settings-changed', now: 10, isOtherApp: false },
      random,
    );
    expect(isSignTrusted(following(changed, accepted, 12, 9))).toBe(false);
    expect(isSignTrusted(following(changed, accepted, 12, 10))).toBe(false);
    const proved = following(changed, accepted, 12, 11);
    expect(isSignTrusted(proved)).toBe(true);
    expect([9, 10, 11].map((startedAt) => isSignTrusted(proved, startedAt))).toEqual([
      false,
      false,
      true,
    ]);
  });
  test('a wrong sign does not pause a key that has signed well', () => {
    const proved = following(UNPROVED, accepted, 0);
    expect(following(proved, fault('25'), 1).gate.kind).toBe('passing');
    expect(following(UNPROVED, fault('25'), 1).gate.kind).toBe('paused');
  });
});

describe('an answer that would hold everybody', () => {
  const refused: Outcome = { ...words, class: 'rejected', code: '41', subCode: 'isv.x' };
  const everybody = { isEverybodys: true };
  test('pauses with its code, probes once early and then rarely, and ends with the first that passes', () => {
    const state = following(UNPROVED, refused, 0, 0, everybody);
    expect(state.gate).toMatchObject({ kind: 'paused', cause: 'rejections' });
    expect(state.gate).toMatchObject({ codes: { code: '41', subCode: 'isv.x' } });
    expect(untilPassing(state)).toBe(10_000);
    const again = following(state, refused, 10_000, 10_000, everybody);
    expect(untilPassing(again)).toBe(310_000);
    expect(following(again, accepted, 310_000).gate.kind).toBe('passing');
  });
  test('that was on its way before the gate stopped changes nothing', () => {
    const state = following(UNPROVED, down, 100);
    expect(following(state, refused, 101, 99, everybody).gate).toEqual(state.gate);
  });
});

describe('a wrong clock', () => {
  const skewed: Outcome = { ...words, class: 'clock', replay: false };
  test('is corrected and tried once at once, then pauses', () => {
    const once = following(UNPROVED, skewed, 0);
    expect(capacityLeft(once.gate, 0, 0)).toBeGreaterThan(0);
    const paused = following(once, skewed, 1);
    expect(paused.gate).toMatchObject({ kind: 'paused', cause: 'clock' });
    expect(untilPassing(paused)).toBe(300_001);
  });
  test('calls that were on their way with the wrong clock count once', () => {
    const once = following(UNPROVED, skewed, 10, 5);
    expect(following(once, skewed, 11, 6).gate.kind).toBe('passing');
    expect(following(once, skewed, 12, 10).gate.kind).toBe('paused');
    expect(following(following(once, accepted, 12), skewed, 13).gate.kind).toBe('passing');
  });
  test('a repeated sign is no fault of the clock', () => {
    const replay: Outcome = { ...words, class: 'clock', replay: true };
    let state = UNPROVED;
    for (let times = 0; times < 5; times += 1) state = following(state, replay, times);
    expect(state.gate.kind).toBe('passing');
  });
});
