import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { UnknownSince } from './unknownSince.ts';

const certain = (sequence: number) => aSave({ sequence, firstUnknownAt: null });
const unknown = (sequence: number, firstUnknownAt = 1) => aSave({ sequence, firstUnknownAt });

/** Sequences and the moments (ms since 1970) that they are dated anew to. */
function redated(
  since: UnknownSince,
  now: number,
  monotonic: number,
  wallAhead = 0,
): [number, number][] {
  const dated: [number, number][] = [];
  const delivery = { redate: (id: string, at: number) => dated.push([Number(id), at]) };
  since.redate(delivery, { now, monotonic, wallAhead, isProved: true });
  return dated;
}

test('an outcome is dated anew by the time that has passed since it became unknown', () => {
  const since = new UnknownSince();
  since.note(certain(1), unknown(1), 1_000, 0);
  since.note(certain(2), unknown(2), 4_000, 0);
  expect(redated(since, 100_000, 5_000)).toEqual([
    [1, 96_000],
    [2, 99_000],
  ]);
});

test('the first time counts: a further try does not make it younger', () => {
  const since = new UnknownSince();
  since.note(certain(1), unknown(1), 1_000, 0);
  since.note(unknown(1), unknown(1), 3_000, 0);
  expect(redated(since, 100_000, 5_000)).toEqual([[1, 96_000]]);
});

test('what a manager has requeued counts from its next doubt', () => {
  const since = new UnknownSince();
  since.note(certain(1), unknown(1), 1_000, 0);
  since.note(certain(1), unknown(1), 4_000, 0);
  expect(redated(since, 100_000, 5_000)).toEqual([[1, 99_000]]);
});

test('what was unknown before the start, or is certain now, is not dated', () => {
  const since = new UnknownSince();
  since.note(unknown(1), unknown(1), 1_000, 0);
  since.note(certain(2), unknown(2), 1_000, 0);
  since.note(unknown(2), certain(2), 2_000, 0);
  since.note(certain(3), certain(3), 2_000, 0);
  expect(redated(since, 100_000, 5_000)).toEqual([]);
});

test('what a wrong clock had dated ahead before the start is dated by the call of now', () => {
  const since = new UnknownSince();
  since.note(unknown(1, 900_000), unknown(1, 50_000), 1_000, 0);
  expect(redated(since, 100_000, 5_000)).toEqual([[1, 96_000]]);
});

test('what was in doubt for longer stays so, though the clock of now stood even earlier', () => {
  const since = new UnknownSince();
  since.note(unknown(1, 40_000), unknown(1, 7), 1_000, 0);
  since.note(unknown(1, 7), unknown(1, 3), 2_000, 0);
  expect(redated(since, 100_000, 5_000)).toEqual([[1, 40_000]]);
});

test('after a sleep nobody knows how long ago it was', () => {
  const since = new UnknownSince();
  since.note(certain(1), unknown(1), 1_000, 0);
  since.forget();
  expect(redated(since, 100_000, 5_000)).toEqual([]);
});

describe('where the clock on the wall has gone on by more than the steady one, or by less', () => {
  const HOUR = 3_600_000;
  const BUILT_AT = 1_000 * HOUR;
  /** A call that left at `at` by a clock on the wall that is so much further than the steady one, and may have arrived. */
  const doubted = (at: number, signedAt: number | null = at) => {
    const since = new UnknownSince(BUILT_AT);
    since.note(certain(1), unknown(1, at), 0, at, signedAt);
    return since;
  };

  test('a doubt keeps its older date: the PC may have slept', () => {
    const since = doubted(2_000 * HOUR);
    expect(redated(since, 2_031 * HOUR, HOUR, 2_030 * HOUR)).toEqual([[1, 2_000 * HOUR]]);
  });

  test('by ten minutes at the most, it does not', () => {
    const ahead = 2_000 * HOUR + 10 * 60_000;
    expect(redated(doubted(2_000 * HOUR), ahead + HOUR, HOUR, ahead)).toEqual([[1, ahead]]);
    expect(redated(doubted(2_000 * HOUR), ahead + HOUR, HOUR, ahead + 1)).toEqual([
      [1, 2_000 * HOUR],
    ]);
  });

  test('or has been set back, which may hide that the PC has slept, a doubt keeps its older date as well', () => {
    const since = doubted(2_000 * HOUR);
    expect(redated(since, 2_026 * HOUR, HOUR, 1_995 * HOUR)).toEqual([[1, 2_000 * HOUR]]);
  });

  test('a date that a clock ahead had given goes with it once that is set back', () => {
    const since = doubted(2_072 * HOUR);
    expect(redated(since, 2_001 * HOUR, HOUR, 2_000 * HOUR)).toEqual([[1, 2_000 * HOUR]]);
  });

  test('a date that is younger than what the gateway shows is not kept', () => {
    const since = doubted(2_000 * HOUR);
    expect(redated(since, 1_900 * HOUR, HOUR, 2_030 * HOUR)).toEqual([[1, 1_899 * HOUR]]);
  });

  test('a call that was signed before the day of the build had no effect: a clock that is set holds nothing', () => {
    const since = doubted(HOUR);
    since.tried(aSave({ sequence: 1 }).requestId, 2 * HOUR);
    expect(redated(since, 2_000 * HOUR, HOUR, 1_999 * HOUR)).toEqual([[1, 1_999 * HOUR]]);
  });

  test.each([
    ['a later call was signed by a clock that may be right', 2_000 * HOUR],
    ['somebody has decided about it meanwhile', null],
  ])('but it may have one where %s', (_, signedAt) => {
    const since = doubted(HOUR);
    since.tried(aSave({ sequence: 1 }).requestId, signedAt);
    since.tried(aSave({ sequence: 1 }).requestId, 2 * HOUR);
    expect(redated(since, 2_000 * HOUR, HOUR, 1_999 * HOUR)).toEqual([[1, HOUR]]);
  });

  test('what somebody’s word has put in doubt may have taken effect before, whatever the clock said', () => {
    const since = doubted(HOUR, null);
    expect(redated(since, 2_000 * HOUR, HOUR, 1_999 * HOUR)).toEqual([[1, HOUR]]);
  });

  test('since a later call that has made it older counts as well: the clock was set back between', () => {
    const since = doubted(2_072 * HOUR);
    since.note(unknown(1, 2_072 * HOUR), unknown(1, 2_001 * HOUR), HOUR, 2_000 * HOUR);
    expect(redated(since, 2_032 * HOUR, HOUR, 2_031 * HOUR)).toEqual([[1, 2_001 * HOUR]]);
  });
});
