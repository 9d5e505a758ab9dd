import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { STALE_AFTER_MS } from './doubt.ts';
import type { Save, SaveState } from './save.ts';
import { SaveBook } from './saveBook.ts';

const STATES = ['pending', 'sending', 'accepted', 'held', 'discarded'] as const;
const isUnfinished = ({ state }: Save) => state === 'pending' || state === 'sending';

/** What a plain list says of the same saves. */
function expectBook(book: SaveBook, saves: readonly Save[]): void {
  const newest = [...saves].sort((a, b) => b.sequence - a.sequence);
  const sequences = (some: readonly Save[]) => some.map(({ sequence }) => sequence);
  const inState = (state: SaveState) => newest.filter((save) => save.state === state);
  expect([...book.values()].sort((a, b) => b.sequence - a.sequence)).toEqual(newest);
  expect(book.recent(3)).toEqual(newest.slice(0, 3));
  expect([...book.sequences('all').newestFirst()]).toEqual(sequences(newest));
  for (const state of STATES) {
    expect([...book.sequences(state).newestFirst()]).toEqual(sequences(inState(state)));
    expect(book.counts[state]).toBe(inState(state).length);
  }
  expect(sequences([...book.queue.values()])).toEqual(
    sequences(newest.filter(isUnfinished)).reverse(),
  );
  const isHeldForApp = ({ state, heldReason }: Save) =>
    state === 'held' && heldReason === 'other-app';
  for (const [counts, counted] of [
    [book.waitingByApp, inState('pending')],
    [book.heldByApp, newest.filter(isHeldForApp)],
  ] as const) {
    const apps = [...new Set(counted.map(({ app }) => app))];
    const found = [...counts.values()].map(({ app, count }) => [app, count]);
    expect(new Map(found as [string, number][])).toEqual(
      new Map(apps.map((app) => [app, counted.filter((save) => save.app === app).length])),
    );
  }
  for (const moment of [4, 2, 5, 1]) {
    const before = newest.filter(
      (save) => isUnfinished(save) && save.firstUnknownAt !== null && save.firstUnknownAt < moment,
    );
    expect(sequences(book.stale(moment + STALE_AFTER_MS)).sort((a, b) => b - a)).toEqual(
      sequences(before),
    );
  }
  for (let moment = 0; moment <= 4; moment += 1) {
    const since = inState('accepted').filter(({ settledAt }) => (settledAt ?? 0) >= moment);
    expect(book.acceptances.since(moment)).toEqual(sequences(since));
    const corrections = since.filter(({ correctionOf }) => correctionOf !== null);
    expect(book.acceptedCorrections.since(moment)).toEqual(sequences(corrections));
  }
  for (let sequence = 1; sequence <= 8; sequence += 1) {
    const save = saves.find((one) => one.sequence === sequence);
    expect(book.findBySequence(sequence)).toBe(save);
    expect(book.find(aSave({ sequence }).requestId)).toBe(save);
    const person = saves.filter(({ identityKeys }) => identityKeys.includes(`${sequence % 3}`));
    expect(sequences(book.ofPerson(`${sequence % 3}`)).sort()).toEqual(sequences(person).sort());
  }
}

describe('a book of saves', () => {
  test('says what a plain list would, whatever comes, changes and is forgotten', () => {
    const change = fc.record({
      sequence: fc.integer({ min: 1, max: 8 }),
      state: fc.constantFrom(...STATES),
      settledAt: fc.integer({ min: 0, max: 4 }),
      firstUnknownAt: fc.option(fc.integer({ min: 0, max: 4 })),
      heldReason: fc.constantFrom('other-app' as const, 'rejected' as const),
      app: fc.constantFrom('https://a 1', 'https://b 1'),
      isForgotten: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const book = new SaveBook();
        const plain = new Map<number, Save>();
        for (const { isForgotten, ...parts } of changes) {
          const save = aSave({ ...parts, identityKeys: [`${parts.sequence % 3}`] });
          const known = plain.get(parts.sequence);
          if (isForgotten) {
            plain.delete(parts.sequence);
            book.forget(known ?? save);
          } else {
            plain.set(parts.sequence, save);
            book.keep(save);
          }
          expectBook(book, [...plain.values()]);
        }
      }),
    );
  });

  test('looks through what is uncertain only where one of it may be that old', () => {
    const book = new SaveBook();
    const found = (moment: number) =>
      book.stale(moment + STALE_AFTER_MS).map(({ sequence }) => sequence);
    expect(found(1_000)).toEqual([]);
    book.keep(aSave({ sequence: 1, firstUnknownAt: 5 }));
    book.keep(aSave({ sequence: 2, firstUnknownAt: 9 }));
    expect([5, 6].map(found)).toEqual([[], [1]]);
    book.keep(aSave({ sequence: 1, firstUnknownAt: null }));
    expect([6, 9, 10].map(found)).toEqual([[], [], [2]]);
    book.keep(aSave({ sequence: 3, firstUnknownAt: 1 }));
    expect(found(6)).toEqual([3]);
  });

  test('looks through it too where what went into a file may be dated ahead of now', () => {
    const book = new SaveBook();
    const minute = 60_000;
    const ahead = { firstUnknownAt: 20 * minute, lentAt: 20 * minute };
    book.keep(aSave({ sequence: 1, ...ahead }));
    book.keep(aSave({ sequence: 2, ...ahead, lentAt: null }));
    const found = (now: number) => book.stale(now).map(({ sequence }) => sequence);
    expect([15 * minute, 15 * minute - 1].map(found)).toEqual([[], [1]]);
    book.keep(aSave({ sequence: 1, state: 'held', ...ahead }));
    expect(found(minute)).toEqual([]);
  });

  test('looks through it once, and not again before the oldest that is left may be that old', () => {
    const book = new SaveBook();
    book.keep(aSave({ sequence: 1, firstUnknownAt: 5 }));
    book.keep(aSave({ sequence: 1, firstUnknownAt: null }));
    book.keep(aSave({ sequence: 2, firstUnknownAt: 9 }));
    let looked = 0;
    const get = book.queue.get.bind(book.queue);
    book.queue.get = (sequence) => {
      looked += 1;
      return get(sequence);
    };
    const lookedFor = [6, 6, 9, 10].map((moment) => {
      looked = 0;
      book.stale(moment + STALE_AFTER_MS);
      return looked;
    });
    expect(lookedFor).toEqual([1, 0, 0, 1]);
  });

  test('what was never here is forgotten without a trace', () => {
    const book = new SaveBook();
    const save = aSave({ sequence: 1 });
    book.keep(save);
    book.forget({ ...save, requestId: 'another' });
    expect(book.findBySequence(1)).toBe(save);
    expect(book.counts.pending).toBe(1);
    expect([...book.queue.values()]).toEqual([save]);
  });

  test('knows a correction and what it corrects, until one of them is forgotten', () => {
    const book = new SaveBook();
    const original = aSave({ sequence: 1 });
    const correction = aSave({ sequence: 2, correctionOf: original.requestId });
    for (const save of [original, correction, { ...correction, attempts: 1 }]) book.keep(save);
    expect(book.correctionOf(original)).toMatchObject({ sequence: 2, attempts: 1 });
    expect(book.correctionOf(original, correction)).toBeUndefined();
    expect(book.originalOf(correction)).toBe(original);
    book.forget(correction);
    expect(book.correctionOf(original)).toBeUndefined();
    book.keep(correction);
    book.forget(original);
    expect(book.originalOf(correction)).toBeUndefined();
  });
});
