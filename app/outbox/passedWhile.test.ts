import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { type OfFile, PassedWhile } from './passedWhile.ts';
import { isPassed } from './passing.ts';
import type { Save } from './save.ts';
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
        const bringsHome = (save: Save) => !counts(save);
        const passed = new PassedWhile(book, { bringsHome, isOrdered: () => false });
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

const NO_FILE = { bringsHome: () => false, isOrdered: () => false };
const foreign = { exportedAt: 5, before: 1, madeAt: 5 };
const coming = aSave({ identityKeys: ['a'], imported: foreign, sequence: 9 });

/** Whether what comes is beside what is here. */
function isBeside(here: readonly Save[], save = coming, file: OfFile = NO_FILE): boolean {
  const book = new SaveBook(new Map(), () => true);
  for (const one of here) book.keep(one);
  return new PassedWhile(book, file).isBeside(save);
}

test.each<[string, Partial<Save>, boolean]>([
  ['waits', {}, true],
  ['is dated long before', { createdAt: 0 }, true],
  ['was accepted', { state: 'accepted' }, true],
  ['came from another till', { imported: { exportedAt: 3, before: 1, madeAt: 0 } }, true],
  ['has gone to another till', { state: 'discarded', closedReason: 'moved' }, true],
  ['was sent before it was discarded', { ...discarded(), attempts: 1 }, true],
  ['was discarded and never left', discarded(), false],
  ['is another person’s', { identityKeys: ['b'] }, false],
])(
  'of a save that comes with a file nothing but clocks says whether it is later than one of its person that %s',
  (_name, parts, expected) => {
    expect(isBeside([aSave({ identityKeys: ['a'], sequence: 1, ...parts })])).toBe(expected);
  },
);

test('its own numbers tell a till which of its own was made first, also of one that comes home', () => {
  const own = (sequence: number) => aSave({ identityKeys: ['a'], sequence });
  const [first, second, third] = [own(1), own(2), own(3)];
  expect(isBeside([first, second, third], { ...second, imported: foreign })).toBe(false);
  const other = aSave({ identityKeys: ['a'], sequence: 4, imported: foreign });
  expect(isBeside([first, second, other], { ...second, imported: foreign })).toBe(true);
});

test('a correction was made after what it corrects, and after what that was made after', () => {
  const own = (sequence: number) => aSave({ identityKeys: ['a'], sequence });
  const correction = { ...coming, correctionOf: own(2).requestId };
  expect(isBeside([own(1), own(2)], correction)).toBe(false);
  expect(isBeside([own(1), own(2), own(3)], correction)).toBe(true);
  const imported = aSave({ identityKeys: ['a'], sequence: 3, imported: foreign });
  const again = { ...coming, correctionOf: imported.requestId };
  expect(isBeside([imported], again)).toBe(false);
  const chained = { ...imported, correctionOf: own(2).requestId };
  expect(isBeside([own(1), own(2), chained], again)).toBe(false);
});

test('corrections that somebody has written into a circle end nowhere, and nothing hangs', () => {
  const [one, other] = [1, 2].map((sequence) =>
    aSave({ identityKeys: ['a'], sequence, imported: foreign }),
  ) as [Save, Save];
  const circle = [
    { ...one, correctionOf: other.requestId },
    { ...other, correctionOf: one.requestId },
  ];
  expect(isBeside(circle, { ...coming, correctionOf: one.requestId })).toBe(false);
});

test('what came with the same file stands in the order of that', () => {
  const brought = aSave({ identityKeys: ['a'], sequence: 1, imported: foreign });
  const file = { ...NO_FILE, isOrdered: (save: Save) => save.requestId === brought.requestId };
  expect(isBeside([brought], coming, file)).toBe(false);
  const other = aSave({ identityKeys: ['a'], sequence: 2, imported: foreign });
  expect(isBeside([brought, other], coming, file)).toBe(true);
});

test('whoever is joined by what comes is one person with all of theirs', () => {
  const book = new SaveBook(new Map(), () => true);
  book.keep(aSave({ identityKeys: ['b'], sequence: 1 }));
  const passed = new PassedWhile(book, NO_FILE);
  expect(passed.isBeside(coming)).toBe(false);
  passed.learn(aSave({ identityKeys: ['a', 'b'], sequence: 2 }));
  expect(passed.isBeside(coming)).toBe(true);
});

test('nobody is too many: what somebody has written a hundred thousand hashes into is compared like any other', () => {
  const identityKeys = Array.from({ length: 150_000 }, (_, at) => `${at}`);
  const book = new SaveBook(new Map(), () => true);
  const original = aSave({ identityKeys, sequence: 1 });
  book.keep(original);
  const passed = new PassedWhile(book, NO_FILE);
  const correction = { requestId: coming.requestId, identityKeys: ['a'] };
  passed.expect({ ...correction, correctionOf: original.requestId });
  expect(passed.isBeside(coming)).toBe(true);
});

function discarded(): Partial<Save> {
  return { state: 'discarded', closedReason: 'manager' };
}
