import { describe, expect, test } from 'vitest';
import type { Outcome } from '../gateway/outcome.ts';
import { aSave } from '../outbox/aSave.fixture.ts';
import type { Save } from '../outbox/save.ts';
import { HoldStreak } from './holdStreak.ts';

const words = { code: '41', subCode: 'isv.x', text: '', traceId: '' };
const refused: Outcome = { ...words, class: 'rejected' };
const personOf = (sequence: number) => aSave({ sequence });

function streakOf(people: number, outcome = refused): HoldStreak {
  const streak = new HoldStreak();
  for (let sequence = 1; sequence <= people; sequence += 1) {
    streak.met(personOf(sequence), outcome);
  }
  return streak;
}

describe('one person after the other whose save would be held', () => {
  test('is the fault of nine people, and from the tenth on of nobody', () => {
    const streak = streakOf(8);
    expect(streak.met(personOf(9), refused)).toBe(false);
    expect(streak.met(personOf(10), refused)).toBe(true);
    expect(streak.met(personOf(3), refused)).toBe(true);
  });
  test('counts people, not saves', () => {
    const streak = streakOf(9);
    const another = aSave({ sequence: 50, identityKeys: ['person-9', 'their-code'] });
    expect(streak.met(another, refused)).toBe(false);
    const byCode = aSave({ sequence: 51, identityKeys: ['their-code'] });
    expect(streak.met(byCode, refused)).toBe(false);
    expect(streak.met(personOf(10), refused)).toBe(true);
  });
  test('begins anew with a save that was accepted', () => {
    const streak = streakOf(9);
    streak.clear();
    expect(streak.met(personOf(10), refused)).toBe(false);
  });
  test('counts by whatever code, refused or not decided, and none that holds nobody', () => {
    const streak = streakOf(8);
    const none: Outcome = { ...words, class: 'later' };
    expect(streak.met(personOf(20), none)).toBe(false);
    expect(streak.met(personOf(9), { ...refused, code: '42' })).toBe(false);
    expect(streak.isEverybodys).toBe(false);
    const undecided: Outcome = { ...words, class: 'unknown', code: 'X1', subCode: '' };
    expect(streak.met(personOf(10), undecided)).toBe(true);
    expect(streak.isEverybodys).toBe(true);
    expect(streak.met(personOf(11), none)).toBe(false);
  });
  test('after it was ended nobody of before is known, and all ten count again', () => {
    const streak = streakOf(10);
    streak.clear();
    const again = Array.from({ length: 10 }, (_, index) =>
      streak.met(personOf(index + 1), refused),
    );
    expect(again).toEqual([...Array(9).fill(false), true]);
  });
});

describe('after a restart', () => {
  const held = (sequence: number, settledAt: number, parts: Partial<Save> = {}): Save => ({
    ...personOf(sequence),
    state: 'held',
    heldReason: 'rejected',
    settledAt,
    lastOutcome: { ...words, class: 'rejected' },
    ...parts,
  });
  const recalled = (saves: Save[], isOfNow: (save: Save) => boolean = () => true) => {
    const streak = new HoldStreak();
    streak.recall(saves, isOfNow);
    return streak.met(personOf(100), refused);
  };
  const nine = Array.from({ length: 9 }, (_, index) => held(index + 1, index + 10));
  test('nobody further is held for what nine were held for before it', () => {
    expect(recalled(nine)).toBe(true);
    expect(recalled([...nine].reverse())).toBe(true);
    expect(recalled(nine.slice(1))).toBe(false);
  });
  test('a save that was accepted since ends it', () => {
    const accepted: Save = { ...personOf(60), state: 'accepted', settledAt: 30 };
    expect(recalled([...nine, accepted])).toBe(false);
    expect(recalled([...nine, { ...accepted, settledAt: 5 }])).toBe(true);
  });
  test('what was held and accepted in the same moment is not ended by it', () => {
    const accepted: Save = { ...personOf(60), state: 'accepted', settledAt: 10 };
    expect(recalled([...nine, accepted])).toBe(true);
    expect(recalled([...nine, { ...accepted, settledAt: 11 }])).toBe(false);
  });
  test('they count whatever each of them was answered', () => {
    const other = { ...words, class: 'unknown' as const };
    const between = held(70, 14.5, { lastOutcome: other, heldReason: 'undecidable' });
    expect(recalled([between, ...nine.slice(1)])).toBe(true);
  });
  test('what nobody could decide counts as what was refused does', () => {
    const unknown = { ...words, class: 'unknown' as const };
    const undecided = nine.map(
      (save): Save => ({ ...save, heldReason: 'undecidable', lastOutcome: unknown }),
    );
    const streak = new HoldStreak();
    streak.recall(undecided, () => true);
    expect(streak.met(personOf(100), unknown)).toBe(true);
  });
  test('of several that were accepted the latest ends it', () => {
    const accepted = (sequence: number, settledAt: number): Save => ({
      ...personOf(sequence),
      state: 'accepted',
      settledAt,
    });
    expect(recalled([...nine, accepted(60, 30), accepted(61, 5)])).toBe(false);
  });
  test('a save that is held without an answer neither counts nor ends it', () => {
    const without = held(70, 14.5, { lastOutcome: null });
    const silent = held(71, 15.5, { lastOutcome: { ...words, class: 'later' } });
    expect(recalled([without, silent, ...nine])).toBe(true);
    expect(recalled([without, silent, ...nine.slice(1)])).toBe(false);
  });
  test('what is held under other settings, or was held by another till, does not count', () => {
    expect(recalled(nine, ({ sequence }) => sequence > 1)).toBe(false);
    const imported = { exportedAt: 1, before: 1, madeAt: 1 };
    expect(recalled(nine.map((save) => ({ ...save, imported })))).toBe(false);
  });
  test('what was refused and is closed by now does not count', () => {
    const closed = held(70, 40, { state: 'discarded', closedReason: 'manager' });
    expect(recalled([...nine.slice(1), closed])).toBe(false);
  });
  test('what is held for another reason does not count', () => {
    expect(recalled([...nine.slice(1), held(70, 40, { heldReason: 'stale' })])).toBe(false);
  });
});
