import { expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { UnknownSince } from './unknownSince.ts';

const certain = (sequence: number) => aSave({ sequence, firstUnknownAt: null });
const unknown = (sequence: number, firstUnknownAt = 1) => aSave({ sequence, firstUnknownAt });

/** Sequences and the moments (ms since 1970) that they are dated anew to. */
function redated(since: UnknownSince, now: number, monotonic: number): [number, number][] {
  const dated: [number, number][] = [];
  const delivery = { redate: (id: string, at: number) => dated.push([Number(id), at]) };
  since.redate(delivery, now, monotonic, true);
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
