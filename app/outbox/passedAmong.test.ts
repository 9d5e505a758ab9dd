import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { isPassed, passedAmong } from './passing.ts';
import { SaveBook } from './saveBook.ts';

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const parts = fc.record({
  identityKeys: fc.uniqueArray(key, { maxLength: 3 }),
  attempts: fc.nat(1),
  /** Of another till, in front of which own save. */
  before: fc.option(fc.integer({ min: 1, max: 9 })),
  madeAt: fc.nat(3),
  isEdited: fc.boolean(),
});

test('of many who are asked about at one moment each is told what one alone would be, whoever is joined to whom', () => {
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 8 }), fc.nat(1), (made, odd) => {
      const edited = new Set<string>();
      const book = new SaveBook(new Map(), ({ requestId }) => !edited.has(requestId));
      for (const [at, { before, madeAt, isEdited, ...more }] of made.entries()) {
        const imported = before === null ? null : { exportedAt: 0, before, madeAt };
        const save = aSave({ ...more, sequence: at + 1, imported });
        if (isEdited) edited.add(save.requestId);
        book.keep(save);
      }
      for (const save of book.values()) book.judge(save);
      const counts = ({ sequence }: { sequence: number }) => sequence % 2 === odd;
      const isPassedNow = passedAmong(book, counts);
      for (const save of book.values())
        expect(isPassedNow(save)).toBe(isPassed(save, book, counts));
    }),
  );
});
