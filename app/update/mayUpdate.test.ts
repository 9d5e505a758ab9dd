import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  endsFetch,
  mayCheck,
  mayFetch,
  mayInstall,
  mayInstallAtQuit,
  QUIET_MS,
  type UpdateFacts,
} from './mayUpdate.ts';
import { isOpenAt, openingHoursSchema, USUAL_OPENING_HOURS } from './openingHours.ts';
import { NEVER, type Obstacle } from './updateCodes.ts';

const NIGHT = 3 * 60;
const NOON = 12 * 60;
const LONG_AGO = Number.POSITIVE_INFINITY;

/** A till at night that everybody has left. */
const AT_REST: UpdateFacts = {
  never: null,
  isSet: true,
  isSure: true,
  isOurs: true,
  isMoving: false,
  isDraining: false,
  isSending: false,
  hours: { from: '09:30', to: '21:00' },
  minutes: [NIGHT],
  isAsking: false,
  isDeedRunning: false,
  hasManager: false,
  sinceTyped: LONG_AGO,
  sinceSaved: LONG_AGO,
  sinceUsed: LONG_AGO,
  sinceInput: LONG_AGO,
};

const DECISIONS = { mayCheck, mayFetch, mayInstallAtQuit, mayInstall };
const ALL = ['mayCheck', 'mayFetch', 'mayInstallAtQuit', 'mayInstall'] as const;
const MORE_THAN_A_CHECK = ['mayFetch', 'mayInstallAtQuit', 'mayInstall'] as const;

/** What is so, what it is told as, and which of them it keeps from being done. */
const TABLE: readonly (readonly [Partial<UpdateFacts>, Obstacle, readonly string[]])[] = [
  ...NEVER.map((never) => [{ never }, never, ALL] as const),
  [{ isSet: false }, 'not-set', ALL],
  [{ isSure: false }, 'settings-unsure', ALL],
  [{ isOurs: false }, 'other-program', ALL],
  [{ isMoving: true }, 'moving', ALL],
  [{ isDraining: true }, 'draining', ALL],
  [{ isSending: true }, 'sending', ALL],
  [{ minutes: [NOON] }, 'open', MORE_THAN_A_CHECK],
  [{ minutes: [NIGHT, NOON] }, 'open', MORE_THAN_A_CHECK],
  [{ minutes: [NOON, NIGHT] }, 'open', MORE_THAN_A_CHECK],
  [{ isDeedRunning: true }, 'deed', ['mayInstallAtQuit', 'mayInstall']],
  [{ isAsking: true }, 'asking', ['mayInstall']],
  [{ hasManager: true }, 'manager', ['mayInstall']],
  [{ sinceTyped: QUIET_MS - 1 }, 'typing', ['mayInstall']],
  [{ sinceSaved: QUIET_MS - 1 }, 'saved', ['mayInstall']],
  [{ sinceUsed: QUIET_MS - 1 }, 'in-use', ['mayInstall']],
  [{ sinceInput: QUIET_MS - 1 }, 'in-use', ['mayInstall']],
];

describe('a till', () => {
  test('at night that everybody has left is checked, fetched for and updated', () => {
    for (const decide of Object.values(DECISIONS)) expect(decide(AT_REST)).toBe(null);
    const quiet = { sinceTyped: QUIET_MS, sinceSaved: QUIET_MS, sinceUsed: QUIET_MS };
    expect(mayInstall({ ...AT_REST, ...quiet, sinceInput: QUIET_MS })).toBe(null);
  });

  test.each(TABLE)('%j is not updated, by "%s"', (so, told, kept) => {
    for (const [name, decide] of Object.entries(DECISIONS))
      expect(decide({ ...AT_REST, ...so }), name).toBe(kept.includes(name) ? told : null);
  });

  test('goes on fetching beside a customer who is sent at night, and stops when the shop opens', () => {
    expect(endsFetch(AT_REST)).toBe(false);
    expect(endsFetch({ ...AT_REST, isDraining: true, isSending: true })).toBe(false);
    for (const so of [{ minutes: [NOON] }, { isMoving: true }, { isOurs: false }, { isSet: false }])
      expect(endsFetch({ ...AT_REST, ...so })).toBe(true);
  });
});

const facts: fc.Arbitrary<UpdateFacts> = fc.record({
  never: fc.constantFrom(null, null, null, ...NEVER),
  isSet: fc.boolean(),
  isSure: fc.boolean(),
  isOurs: fc.boolean(),
  isMoving: fc.boolean(),
  isDraining: fc.boolean(),
  isSending: fc.boolean(),
  hours: fc.constantFrom(AT_REST.hours, USUAL_OPENING_HOURS, { from: '18:00', to: '02:00' }),
  minutes: fc.array(fc.integer({ min: 0, max: 1_439 }), { minLength: 1, maxLength: 2 }),
  isAsking: fc.boolean(),
  isDeedRunning: fc.boolean(),
  hasManager: fc.boolean(),
  sinceTyped: fc.constantFrom(0, QUIET_MS, LONG_AGO),
  sinceSaved: fc.constantFrom(0, QUIET_MS, LONG_AGO),
  sinceUsed: fc.constantFrom(0, QUIET_MS, LONG_AGO),
  sinceInput: fc.constantFrom(0, QUIET_MS, LONG_AGO),
});

describe('whatever is so', () => {
  test('what may be installed may be installed at a quit, what may be fetched may be asked for', () => {
    fc.assert(
      fc.property(facts, (so) => {
        const isFree = (decide: (so: UpdateFacts) => Obstacle | null) => decide(so) === null;
        if (isFree(mayInstall)) expect(isFree(mayInstallAtQuit)).toBe(true);
        if (isFree(mayInstallAtQuit)) expect(isFree(mayFetch)).toBe(true);
        if (isFree(mayFetch)) expect(isFree(mayCheck)).toBe(true);
      }),
    );
  });

  test('nothing is installed while one of two clocks says that the shop is open', () => {
    fc.assert(
      fc.property(facts, (so) => {
        if (so.minutes.some((minute) => isOpenAt(so.hours, minute)))
          for (const decide of [mayFetch, mayInstallAtQuit, mayInstall])
            expect(decide(so)).not.toBe(null);
      }),
    );
  });

  test('one thing more in its way never lets an update through', () => {
    const hindering = TABLE.map(([so]) => so);
    fc.assert(
      fc.property(facts, fc.constantFrom(...hindering), (so, more) => {
        const worse = { ...so, ...more, minutes: [...so.minutes, ...(more.minutes ?? [])] };
        if (mayInstall(so) !== null) expect(mayInstall(worse)).not.toBe(null);
      }),
    );
  });
});

describe('opening hours', () => {
  const open = (from: string, to: string, ...times: number[]) =>
    times.map((minute) => isOpenAt({ from, to }, minute));

  test('begin with their first minute, and end before their last', () => {
    expect(open('09:30', '21:00', 569, 570, 1_259, 1_260)).toEqual([false, true, true, false]);
  });

  test('may go over midnight, and up to it', () => {
    expect(open('18:00', '02:00', 0, 119, 120, 1_079, 1_080)).toEqual([
      ...[true, true, false],
      ...[false, true],
    ]);
    expect(open('06:00', '24:00', 0, 359, 360, 1_439)).toEqual([false, false, true, true]);
    expect(open('00:00', '06:00', 0, 359, 360)).toEqual([true, true, false]);
  });

  test('leave an hour in which the program may be updated', () => {
    for (const [from, to] of [
      ['09:00', '09:00'],
      ['00:00', '24:00'],
      ['24:00', '00:00'],
    ])
      expect(openingHoursSchema.safeParse({ from, to }).success).toBe(false);
    for (const from of ['9:30', '25:00', '09:60', '24:01', '', '09:30 '])
      expect(openingHoursSchema.safeParse({ from, to: '21:00' }).success).toBe(false);
    expect(openingHoursSchema.safeParse({ from: '09:30', to: '24:00' }).success).toBe(true);
  });
});
