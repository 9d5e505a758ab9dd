import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../gateway/outcome.ts';
import type { Judgement } from '../outbox/transitions.ts';
import {
  advanceGate,
  CLOSED_UNTIL_PROVED,
  type GateState,
  isSignTrusted,
  opensAt,
  roomLeft,
} from './gate.ts';

const words = { code: '', subCode: '', text: '', traceId: '' };
const down: Outcome = { ...words, class: 'unreachable', mayHaveArrived: true };
const accepted: Outcome = { ...words, class: 'accepted', customerId: null };
const random = () => 0.999;
const following = (
  state: GateState,
  outcome: Outcome,
  now: number,
  startedAt = now,
  judged: Partial<Judgement> = {},
) => {
  // As the policy judges it: a wrong sign is one save's own where the key is trusted.
  const isOwnFault = outcome.code === '25' && isSignTrusted(state, startedAt);
  const judgement = { isOwnFault, isEverybodys: false, ...judged };
  return advanceGate(state, { type: 'outcome', outcome, startedAt, now, ...judgement }, random);
};
const opening = (state: GateState) => (state.gate.kind === 'open' ? 0 : opensAt(state.gate));

describe('an unreachable gateway', () => {
  test('is probed with one save at a time, 1 s doubling to 60 s, for ever', () => {
    let state = CLOSED_UNTIL_PROVED;
    let now = 0;
    const waits: number[] = [];
    for (let probe = 0; probe < 10_000; probe += 1) {
      state = following(state, down, now);
      waits.push(Math.round((opening(state) - now) / 1_000));
      expect(roomLeft(state.gate, now, 0)).toBe(0);
      now = opening(state);
      expect(roomLeft(state.gate, now, 0)).toBe(1);
      expect(roomLeft(state.gate, now, 1)).toBe(0);
    }
    expect(waits.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(Math.max(...waits)).toBe(60);
  });
  test('a burst of failures that was already under way counts once', () => {
    let state = following(CLOSED_UNTIL_PROVED, down, 1_000, 900);
    for (let other = 0; other < 3; other += 1) state = following(state, down, 1_100, 950);
    expect(state.gate).toMatchObject({ kind: 'unreachable', failures: 1 });
  });
  test('a wake-up probes at once, but never within a second of the last probe', () => {
    let state = CLOSED_UNTIL_PROVED;
    for (let probe = 0; probe < 6; probe += 1) state = following(state, down, 100_000 + probe);
    const wake = (now: number) =>
      opening(advanceGate(state, { type: 'wake', now, byPerson: false }, random));
    expect(wake(100_500)).toBe(101_005);
    expect(wake(110_000)).toBe(110_000);
  });
  test('is unreachable since the first failure, whatever was tried since', () => {
    const first = following(CLOSED_UNTIL_PROVED, down, 100, 90);
    const second = following(first, down, 5_000, 4_000);
    expect(second.gate).toMatchObject({ since: 100, failures: 2, lastTryAt: 4_000 });
    expect(following(second, down, 5_100, 150).gate).toMatchObject({ since: 100, failures: 3 });
  });
  test('a wake-up puts off no probe that is due before it', () => {
    const state = following(CLOSED_UNTIL_PROVED, down, 100_000, 99_999);
    const woken = advanceGate(state, { type: 'wake', now: 200_000, byPerson: true }, random);
    expect(opening(woken)).toBe(opening(state));
  });
  test('the first success opens slowly', () => {
    let state = following(CLOSED_UNTIL_PROVED, down, 0);
    const rooms: number[] = [];
    for (let success = 0; success < 4; success += 1) {
      state = following(state, accepted, 10_000);
      rooms.push(roomLeft(state.gate, 10_000, 0));
    }
    expect(rooms).toEqual([1, 2, 4, 4]);
  });
});

describe('the room', () => {
  test('before the first answer is for one save', () => {
    expect(roomLeft(CLOSED_UNTIL_PROVED.gate, 0, 0)).toBe(1);
  });
  test('is what those on their way leave of it, and nothing where they are more than it holds', () => {
    let state = CLOSED_UNTIL_PROVED;
    for (let success = 0; success < 3; success += 1) state = following(state, accepted, success);
    expect([0, 1, 3, 4, 9].map((underWay) => roomLeft(state.gate, 3, underWay))).toEqual([
      4, 3, 1, 0, 0,
    ]);
  });
});

describe('a ban', () => {
  const ban: Outcome = { ...words, class: 'quota', banSeconds: 31_062 };
  const banned = following(CLOSED_UNTIL_PROVED, ban, 5);
  test('is honoured to the second, and no wake-up breaks it', () => {
    const woken = advanceGate(banned, { type: 'wake', now: 10, byPerson: true }, random);
    expect(roomLeft(woken.gate, 31_062_004, 0)).toBe(0);
    expect(roomLeft(woken.gate, 31_062_005, 0)).toBe(1);
  });
  test('of more than a day is honoured, but asked about once a day', () => {
    const long: Outcome = { ...words, class: 'quota', banSeconds: 12_345_678 };
    const state = following(CLOSED_UNTIL_PROVED, long, 5);
    expect(opening(state)).toBe(86_400_005);
    expect(roomLeft(state.gate, 86_400_004, 0)).toBe(0);
    expect(roomLeft(state.gate, 86_400_005, 0)).toBe(1);
    expect(roomLeft(state.gate, 86_400_005, 1)).toBe(0);
  });
  test('without a number lasts a minute, and a shorter one never ends a longer one', () => {
    const unsaid: Outcome = { ...words, class: 'quota', banSeconds: null };
    expect(opening(following(CLOSED_UNTIL_PROVED, unsaid, 5))).toBe(60_005);
    expect(opening(following(banned, unsaid, 6))).toBe(31_062_005);
  });
  test('is not replaced by a fault that was on its way before', () => {
    const fault: Outcome = { ...words, class: 'configuration', code: '53' };
    const clock: Outcome = { ...words, class: 'clock', replay: false };
    expect(following(banned, fault, 6, 4).gate).toEqual(banned.gate);
    expect(following(following(banned, clock, 6, 4), clock, 7, 4).gate).toEqual(banned.gate);
  });
  test('is not replaced by a second wrong clock that was on its way before', () => {
    const clock: Outcome = { ...words, class: 'clock', replay: false };
    const once = following(CLOSED_UNTIL_PROVED, clock, 1, 0);
    const closed = following({ ...once, gate: banned.gate }, clock, 6, 4);
    expect(closed.gate).toEqual(banned.gate);
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
  test('one that left before the gate closed neither opens it nor makes it wait longer', () => {
    const closed = following(CLOSED_UNTIL_PROVED, down, 100, 90);
    for (const late of [accepted, down]) {
      expect(following(closed, late, 110, 99).gate).toEqual(closed.gate);
    }
    expect(following(closed, down, 110, 100).gate).toMatchObject({ failures: 2 });
    expect(following(closed, accepted, 110, 100).gate.kind).toBe('open');
  });
});

describe('new settings', () => {
  const ban: Outcome = { ...words, class: 'quota', banSeconds: 90 };
  const banned = following(CLOSED_UNTIL_PROVED, ban, 5);
  test('do not break a ban of the same app, and end one that another app does not have', () => {
    const changed = (isOtherApp: boolean) =>
      advanceGate(banned, { type: 'settings-changed', now: 10, isOtherApp }, random).gate;
    expect(changed(false)).toEqual(banned.gate);
    expect(changed(true).kind).toBe('open');
  });
});

describe('a configuration fault', () => {
  const fault = (code: string): Outcome => ({ ...words, class: 'configuration', code });
  test('pauses the queue, with one early probe for another person’s save and rare ones after it', () => {
    const state = following(CLOSED_UNTIL_PROVED, fault('29'), 0);
    expect(state.gate.kind).toBe('paused');
    expect(opening(state)).toBe(10_000);
    const again = following(state, fault('29'), 10_000);
    expect(opening(again)).toBe(310_000);
    expect(opening(following(again, fault('11'), 310_000))).toBe(610_000);
  });
  test('that is one save’s own pauses nobody, and opens what it had closed', () => {
    const own = { isOwnFault: true };
    const open = following(CLOSED_UNTIL_PROVED, accepted, 0);
    expect(following(open, fault('11'), 1, 1, own).gate.kind).toBe('open');
    const paused = following(open, fault('29'), 1);
    expect(following(paused, fault('11'), 20_000, 20_000, own).gate).toEqual({
      kind: 'open',
      room: 1,
    });
  });
  test('that is one save’s own does not end a ban that came after it had left', () => {
    const ban: Outcome = { ...words, class: 'quota', banSeconds: 90 };
    const banned = following(CLOSED_UNTIL_PROVED, ban, 5);
    const own = { isOwnFault: true };
    expect(following(banned, fault('11'), 6, 4, own).gate).toEqual(banned.gate);
  });
  test('ends at once when the settings change', () => {
    const state = following(CLOSED_UNTIL_PROVED, fault('29'), 0);
    expect(
      advanceGate(state, { type: 'settings-changed', now: 1, isOtherApp: false }, random).gate.kind,
    ).toBe('open');
  });
  test('a new save does not probe a paused queue, a person does', () => {
    const state = following(CLOSED_UNTIL_PROVED, fault('29'), 0);
    const wake = (byPerson: boolean) =>
      opening(advanceGate(state, { type: 'wake', now: 2_000, byPerson }, random));
    expect(wake(false)).toBe(10_000);
    expect(wake(true)).toBe(2_000);
  });
  test('after a pause for another reason has its own early probe', () => {
    const refused: Outcome = { ...words, class: 'rejected' };
    const everybody = { isEverybodys: true };
    const before = following(CLOSED_UNTIL_PROVED, refused, 0, 0, everybody);
    const paused = following(before, fault('29'), 10_000);
    expect(paused.gate).toMatchObject({ cause: 'configuration', since: 10_000 });
    expect(opening(paused)).toBe(20_000);
  });
  test('a person’s word makes no two probes within a second', () => {
    const state = following(CLOSED_UNTIL_PROVED, fault('29'), 2_100, 2_000);
    const wake = (now: number) =>
      opening(advanceGate(state, { type: 'wake', now, byPerson: true }, random));
    expect([2_200, 2_999, 3_001].map(wake)).toEqual([3_000, 3_000, 3_001]);
  });
  test('a wrong sign is one save’s own again once something else was answered between', () => {
    const later: Outcome = { ...words, class: 'later' };
    const replay: Outcome = { ...words, class: 'clock', replay: true };
    const ban: Outcome = { ...words, class: 'quota', banSeconds: 1 };
    const doubted = following(following(CLOSED_UNTIL_PROVED, accepted, 0), fault('25'), 1);
    for (const outcome of [later, replay, ban, accepted]) {
      expect(isSignTrusted(doubted)).toBe(false);
      expect(isSignTrusted(following(doubted, outcome, 2))).toBe(true);
    }
    expect(isSignTrusted(following(doubted, down, 2))).toBe(false);
  });
  test('an expired session is tried once more before it pauses', () => {
    const once = following(CLOSED_UNTIL_PROVED, fault('27'), 0);
    expect(once.gate.kind).toBe('open');
    expect(following(once, fault('27'), 1).gate.kind).toBe('paused');
    expect(following(following(once, accepted, 1), fault('27'), 2).gate.kind).toBe('open');
  });
  test('an answer that was on its way when the settings changed does not pause the new ones', () => {
    const changed = advanceGate(
      CLOSED_UNTIL_PROVED,
      { type: 'settings-changed', now: 10, isOtherApp: false },
      random,
    );
    expect(following(changed, fault('29'), 12, 9).gate.kind).toBe('open');
    expect(following(changed, fault('29'), 12, 11).gate.kind).toBe('paused');
  });
  test('two calls that meet an expired session together count once', () => {
    const once = following(CLOSED_UNTIL_PROVED, fault('27'), 10, 5);
    expect(following(once, fault('27'), 11, 6).gate.kind).toBe('open');
    expect(following(once, fault('27'), 11, 9).gate.kind).toBe('open');
    expect(following(once, fault('27'), 11, 10).gate.kind).toBe('paused');
  });
  test('a secret that was changed in the middle of a drain pauses, and holds one save at the most', () => {
    const proved = following(CLOSED_UNTIL_PROVED, accepted, 0);
    const once = following(proved, fault('25'), 1);
    expect(isSignTrusted(proved)).toBe(true);
    expect(isSignTrusted(once)).toBe(false);
    expect(following(once, fault('25'), 2).gate.kind).toBe('paused');
  });
  test('an answer to what the old secret signed proves nothing of the new one', () => {
    const changed = advanceGate(
      CLOSED_UNTIL_PROVED,
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
    const proved = following(CLOSED_UNTIL_PROVED, accepted, 0);
    expect(following(proved, fault('25'), 1).gate.kind).toBe('open');
    expect(following(CLOSED_UNTIL_PROVED, fault('25'), 1).gate.kind).toBe('paused');
  });
});

describe('an answer that would hold everybody', () => {
  const refused: Outcome = { ...words, class: 'rejected', code: '41', subCode: 'isv.x' };
  const everybody = { isEverybodys: true };
  test('pauses with its code, probes once early and then rarely, and ends with the first that passes', () => {
    const state = following(CLOSED_UNTIL_PROVED, refused, 0, 0, everybody);
    expect(state.gate).toMatchObject({ kind: 'paused', cause: 'rejections' });
    expect(state.gate).toMatchObject({ words: { code: '41', subCode: 'isv.x' } });
    expect(opening(state)).toBe(10_000);
    const again = following(state, refused, 10_000, 10_000, everybody);
    expect(opening(again)).toBe(310_000);
    expect(following(again, accepted, 310_000).gate.kind).toBe('open');
  });
  test('that was on its way before the gate closed changes nothing', () => {
    const state = following(CLOSED_UNTIL_PROVED, down, 100);
    expect(following(state, refused, 101, 99, everybody).gate).toEqual(state.gate);
  });
});

describe('a wrong clock', () => {
  const skewed: Outcome = { ...words, class: 'clock', replay: false };
  test('is corrected and tried once at once, then pauses', () => {
    const once = following(CLOSED_UNTIL_PROVED, skewed, 0);
    expect(roomLeft(once.gate, 0, 0)).toBeGreaterThan(0);
    const paused = following(once, skewed, 1);
    expect(paused.gate).toMatchObject({ kind: 'paused', cause: 'clock' });
    expect(opening(paused)).toBe(300_001);
  });
  test('calls that were on their way with the wrong clock count once', () => {
    const once = following(CLOSED_UNTIL_PROVED, skewed, 10, 5);
    expect(following(once, skewed, 11, 6).gate.kind).toBe('open');
    expect(following(once, skewed, 12, 10).gate.kind).toBe('paused');
    expect(following(following(once, accepted, 12), skewed, 13).gate.kind).toBe('open');
  });
  test('a repeated sign is no fault of the clock', () => {
    const replay: Outcome = { ...words, class: 'clock', replay: true };
    let state = CLOSED_UNTIL_PROVED;
    for (let times = 0; times < 5; times += 1) state = following(state, replay, times);
    expect(state.gate.kind).toBe('open');
  });
});

test('whatever comes, the gate opens again in a bounded time', () => {
  const outcome = fc.constantFrom<Outcome>(
    down,
    accepted,
    { ...words, class: 'quota', banSeconds: 100 },
    { ...words, class: 'configuration', code: '29' },
    { ...words, class: 'clock', replay: false },
    { ...words, class: 'later' },
  );
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 40 }), (answers) => {
      let state = CLOSED_UNTIL_PROVED;
      answers.forEach((answer, index) => {
        state = following(state, answer, index * 10);
      });
      expect(roomLeft(state.gate, answers.length * 10 + 300_000, 0)).toBeGreaterThan(0);
    }),
  );
});
