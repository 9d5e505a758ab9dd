import { describe, expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { arrive, asLongAgo, busyHours, heldAsStale, isStale, lent, whyStale } from './doubt.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const exportedAt = 10 * day;

describe('a save that arrives from another till', () => {
  test.each([
    [-5 * minute - 1, 'held'],
    [-5 * minute, 'pending'],
    [0, 'pending'],
    [day, 'pending'],
    [day + 1, 'held'],
  ])('%d ms after its file was written is %s', (age, state) => {
    const save = arrive(aSave(), exportedAt, exportedAt + age);
    expect(save).toMatchObject({ state, heldReason: state === 'held' ? 'late-import' : null });
    expect(save.settledAt).toBe(state === 'held' ? exportedAt + age : null);
  });

  test('has an outcome that is unknown since its export, or since before it where that was in doubt already, whatever the clock said', () => {
    const since = (firstUnknownAt: number | null) =>
      arrive(aSave({ firstUnknownAt }), exportedAt, exportedAt).firstUnknownAt;
    expect([null, exportedAt - 1, exportedAt, exportedAt + 1].map(since)).toEqual([
      exportedAt,
      exportedAt - 1,
      exportedAt - 1,
      exportedAt - 1,
    ]);
  });

  test('keeps the reason that it was held for there, however late it comes', () => {
    const held = aSave({ state: 'held', heldReason: 'rejected', settledAt: 5 });
    const now = exportedAt + 3 * day;
    expect(arrive(held, exportedAt, now)).toMatchObject({
      state: 'held',
      heldReason: 'rejected',
      settledAt: now,
    });
  });
});

test('an outcome is unknown since an import only where the export began it', () => {
  const imported = { exportedAt, before: 1, madeAt: 0 };
  expect(whyStale(aSave({ imported, firstUnknownAt: exportedAt }))).toBe('late-import');
  expect(whyStale(aSave({ imported, firstUnknownAt: exportedAt - 1 }))).toBe('stale');
  expect(whyStale(aSave({ imported: null, firstUnknownAt: exportedAt }))).toBe('stale');
});

describe('a save that goes into a file', () => {
  test('is in doubt since then, or for longer', () => {
    const since = (firstUnknownAt: number | null) => lent(aSave({ firstUnknownAt }), 9 * day);
    expect([null, 8 * day, 10 * day].map((before) => since(before).firstUnknownAt)).toEqual([
      9 * day,
      8 * day,
      9 * day,
    ]);
    expect(since(8 * day).lentAt).toBe(9 * day);
  });

  test.each([
    [-day, true],
    [-5 * minute - 1, true],
    [-5 * minute, false],
    [0, false],
    [day, false],
    [day + 1, true],
  ])('is stale %d ms after that: %s; what lies ahead was dated by a wrong clock', (age, stale) => {
    const save = lent(aSave(), 9 * day);
    expect(isStale(save, 9 * day + age)).toBe(stale);
    expect(heldAsStale(save, 9 * day + age)?.heldReason).toBe(stale ? 'stale' : undefined);
  });

  test('and lies ahead grows no younger by another file', () => {
    const again = lent(lent(aSave(), 9 * day), 2 * day);
    expect(isStale(again, 2 * day)).toBe(true);
    expect(asLongAgo(lent(aSave(), 9 * day), 2 * day).firstUnknownAt).toBe(day - 1);
  });
});

test('what a call has put in doubt is not stale because its date lies ahead', () => {
  expect(isStale(aSave({ firstUnknownAt: 9 * day }), 2 * day)).toBe(false);
});

describe('a save that the platform was too busy for', () => {
  const words = { code: 'SYSTEM_ERROR', subCode: '', field: null };
  const waiting = (kind: 'later' | 'unreachable') =>
    aSave({ firstUnknownAt: 0, lastOutcome: { ...words, class: kind } });

  test('is held as busy after a day, and as stale where there was no answer in the end', () => {
    expect(heldAsStale(waiting('later'), day)).toBeNull();
    expect(heldAsStale(waiting('later'), day + 1)).toMatchObject({
      state: 'held',
      heldReason: 'busy',
    });
    expect(heldAsStale(waiting('unreachable'), day + 1)).toMatchObject({ heldReason: 'stale' });
  });

  test('was so for as many hours as nobody knew what had become of it', () => {
    const held = heldAsStale(waiting('later'), day + 110 * minute);
    expect(held === null ? null : busyHours(held)).toBe(25);
    expect(busyHours(aSave({ state: 'held', heldReason: 'stale', firstUnknownAt: 0 }))).toBeNull();
  });
});
