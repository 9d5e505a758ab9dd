import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { PassedWhile } from './passedWhile.ts';
import { People } from './people.ts';
import type { Save } from './save.ts';
import { SaveBook } from './saveBook.ts';

const HERE = 8;
const idOf = (sequence: number) => aSave({ sequence }).requestId;
const identityKeys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 2 });

const here = fc.record({
  identityKeys,
  isOwn: fc.boolean(),
  /** The number of what it corrects: of whatever is here, itself and those behind it as well, or of nothing. */
  corrects: fc.option(fc.integer({ min: 1, max: HERE })),
});
const coming = fc.record({
  identityKeys,
  /** The number of what it corrects: of what is here, of what came before it, or of nothing. */
  corrects: fc.option(fc.integer({ min: 1, max: HERE + 5 })),
  isJoined: fc.boolean(),
});

/** What a save corrects, what that corrects, and so on, by a walk through all of them. */
function originalsOf(book: SaveBook, { correctionOf }: Save): Set<Save> {
  const originals = new Set<Save>();
  let next = book.find(correctionOf ?? '');
  while (next !== undefined && !originals.has(next)) {
    originals.add(next);
    next = book.find(next.correctionOf ?? '');
  }
  return originals;
}

/** What is asked of each that comes, told by a look at all that is here. */
function isBeside(book: SaveBook, here: readonly Save[], people: People, save: Save): boolean {
  const originals = originalsOf(book, save);
  const ids = new Set([...originals].map(({ requestId }) => requestId));
  const own = [...originals].filter(({ imported }) => imported === null);
  const lastKnown = Math.max(0, ...own.map(({ sequence }) => sequence));
  const person = people.of(save.identityKeys);
  return here
    .filter((other) => other.identityKeys.length > 0 && people.of(other.identityKeys) === person)
    .some(({ imported, requestId, sequence }) =>
      imported === null ? sequence > lastKnown : !ids.has(requestId),
    );
}

test('of whatever comes one after the other is told what a walk through its row of corrections would tell, also in branches and circles', () => {
  fc.assert(
    fc.property(
      fc.array(here, { maxLength: HERE }),
      fc.array(coming, { minLength: 1, maxLength: 5 }),
      (known, list) => {
        const book = new SaveBook();
        const people = new People();
        // Whatever corrects the same is one person's, and so tells whose hashes are one person's as well.
        const join = (keys: readonly string[], correctionOf: string | null) => {
          const named =
            keys.length === 0 || correctionOf === null ? [] : [`beside ${correctionOf}`];
          people.join([...keys, ...named], () => undefined);
        };
        const saves = known.map(({ identityKeys, isOwn, corrects }, at) => {
          const imported = isOwn ? null : { exportedAt: 0, before: 9, madeAt: at };
          const correctionOf = corrects === null ? null : idOf(corrects);
          return aSave({ sequence: at + 1, identityKeys, imported, correctionOf });
        });
        for (const save of saves) {
          book.keep(save);
          join(save.identityKeys, save.correctionOf);
        }
        const passed = new PassedWhile(book, { bringsHome: () => false, isOrdered: () => false });
        for (const [at, { identityKeys, corrects, isJoined }] of list.entries()) {
          const sequence = HERE + 1 + at;
          const isBehind = corrects !== null && corrects < sequence;
          const correctionOf = isBehind ? idOf(corrects) : null;
          const imported = { exportedAt: 1, before: 9, madeAt: 10 + at };
          const save = aSave({ sequence, identityKeys, imported, correctionOf });
          const original = correctionOf === null ? undefined : book.find(correctionOf);
          const keys = [...identityKeys, ...(isJoined ? (original?.identityKeys ?? []) : [])];
          join(keys, correctionOf);
          passed.learn({ ...save, identityKeys: keys });
          if (identityKeys.length > 0)
            expect(passed.isBeside(save)).toBe(isBeside(book, saves, people, save));
          book.keep(save);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
