import { describe, expect, test } from 'vitest';
import type { Outcome } from '../gateway/outcome.ts';
import { aSave } from '../outbox/aSave.fixture.ts';
import { BusyStreak } from './busyStreak.ts';

const words = { code: '', subCode: '', text: '', traceId: '' };
const busy = (code = 'SYSTEM_ERROR'): Outcome => ({ ...words, class: 'later', code });
const accepted: Outcome = { ...words, class: 'accepted', customerId: null };

function streakOf(people: number): BusyStreak {
  const streak = new BusyStreak();
  for (let sequence = 1; sequence <= people; sequence += 1) {
    streak.met(aSave({ sequence }), busy());
  }
  return streak;
}

describe('a platform that is too busy for one person after the other', () => {
  test('is busy for everybody from the tenth on, by whatever codes it says so', () => {
    const streak = streakOf(8);
    expect(streak.met(aSave({ sequence: 9 }), busy('TIMEOUT'))).toBe(false);
    expect(streak.met(aSave({ sequence: 10 }), busy('52'))).toBe(true);
    expect(streak.met(aSave({ sequence: 3 }), busy())).toBe(true);
  });

  test('is so as well where it calls one sign after the other a repeated one', () => {
    const streak = streakOf(9);
    const repeated: Outcome = { ...words, class: 'clock', replay: true };
    expect(streak.met(aSave({ sequence: 10 }), repeated)).toBe(true);
  });

  test('is not while the same few are asked again and again', () => {
    const streak = streakOf(9);
    for (let times = 0; times < 20; times += 1) {
      expect(streak.met(aSave({ sequence: 1 + (times % 9) }), busy())).toBe(false);
    }
  });

  test('is not any more once it has accepted a save', () => {
    const streak = streakOf(9);
    expect(streak.met(aSave({ sequence: 20 }), accepted)).toBe(false);
    expect(streak.met(aSave({ sequence: 10 }), busy())).toBe(false);
  });

  test.each([
    { ...words, class: 'unreachable', mayHaveArrived: true },
    { ...words, class: 'quota', banSeconds: 1 },
    { ...words, class: 'rejected' },
    { ...words, class: 'unknown' },
    { ...words, class: 'clock', replay: false },
    { ...words, class: 'configuration', problem: null, atFirst: null },
  ] as const satisfies Outcome[])(
    'is as busy as before where it has accepted nothing ($class)',
    (other) => {
      const streak = streakOf(9);
      expect(streak.met(aSave({ sequence: 20 }), other)).toBe(false);
      expect(streak.met(aSave({ sequence: 10 }), busy())).toBe(true);
    },
  );

  test('is another one after other settings', () => {
    const streak = streakOf(10);
    streak.clear();
    expect(streak.met(aSave({ sequence: 10 }), busy())).toBe(false);
  });
});
