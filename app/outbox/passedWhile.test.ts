import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { PassedWhile } from './passedWhile.ts';
import { isPassed } from './passing.ts';
import { SaveBook } from './saveBook.ts';

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const parts = fc.record({
  identityKeys: fc.uniqueArray(key, { maxLength: 3 }),
  /** Of another till, in front of which own save. */
  before: fc.option(fc.integer({ min: 1, max: 9 })),
  madeAt: fc.nat(3),
});
const here = fc.record({
  attempts: fc.nat(1),
  isEdited: fc.boolean(),
  identityKeys: fc.uniqueArray(key, { maxLength: 3 }),
});

test('whatever comes one after the other is told what a walk through all of theirs would tell, whoever is joined by what came before', () => {
  fc.assert(
    fc.property(
      fc.array(here, { maxLength: 6 }),
      fc.array(parts, { maxLength: 6 }),
      fc.nat(1),
      (known, coming, odd) => {
        const edited = new Set<string>();
        const book = new SaveBook(new Map(), ({ requestId }) => !edited.has(requestId));
        for (const [at, { attempts, isEdited, identityKeys }] of known.entries()) {
          const save = aSave({ attempts, identityKeys, sequence: at + 1 });
          if (isEdited) edited.add(save.requestId);
          book.keep(save);
        }
        for (const save of book.values()) book.judge(save);
        const counts = ({ sequence }: { sequence: number }) => sequence % 2 === odd;
        const passed = new PassedWhile(book, counts);
        for (const [at, { identityKeys, before, madeAt }] of coming.entries()) {
          const imported = before === null ? null : { exportedAt: 0, before, madeAt };
          const save = aSave({ identityKeys, imported, sequence: known.length + at + 1 });
          expect(passed.isPassed(save)).toBe(isPassed(save, book, counts));
          book.keep(save);
          passed.learn(save);
        }
      },
    ),
  );
});

test('what a manager has discarded here counts as undated where it may have taken effect, and not where it never left', () => {
  const closed = {
    ...({
      state: 'discarded',
      closedReason: 'manager',
      identityKeys: ['a'],
      createdAt: 0,
    } as const),
    sequence: 1,
  };
  const imported = { exportedAt: 5, before: 2, madeAt: 5 };
  const coming = aSave({ identityKeys: ['a'], imported, sequence: 2 });
  const isUndated = (attempts: number) => {
    const book = new SaveBook(new Map(), () => true);
    book.keep(aSave({ ...closed, attempts }));
    return new PassedWhile(book, () => true, { behind: () => 60 * 60_000 }).isUndated(coming);
  };
  expect([1, 0].map(isUndated)).toEqual([true, false]);
});

test('what came home, or from another till, is undated as well where the clock of here is known to be wrong', () => {
  const home = {
    identityKeys: ['a'],
    sequence: 1,
    imported: { exportedAt: 3, before: 1, madeAt: 0 },
  };
  const imported = { exportedAt: 5, before: 2, madeAt: 5 };
  const coming = aSave({ identityKeys: ['a'], imported, sequence: 2 });
  const isUndated = (behind: number) => {
    const book = new SaveBook(new Map(), () => true);
    book.keep(aSave(home));
    return new PassedWhile(book, () => true, { behind: () => behind }).isUndated(coming);
  };
  expect([60 * 60_000, 0].map(isUndated)).toEqual([true, false]);
});
