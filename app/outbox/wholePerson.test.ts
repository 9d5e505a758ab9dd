import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import type { Save } from './save.ts';
import { SaveBook } from './saveBook.ts';
import { wholePerson } from './wholePerson.ts';

function slipsOf(keys: readonly string[], ...known: Save[]): number[] {
  const book = new SaveBook();
  for (const save of known) book.keep(save);
  return wholePerson(book, keys).map(({ sequence }) => sequence);
}

test('a person is everybody who is joined by a key, also through other saves, in their order', () => {
  const known = [
    aSave({ sequence: 1, identityKeys: ['phone'] }),
    aSave({ sequence: 2, identityKeys: ['other'] }),
    aSave({ sequence: 3, identityKeys: ['new phone'] }),
    aSave({ sequence: 4, identityKeys: ['phone', 'code'] }),
    aSave({ sequence: 5, identityKeys: ['new phone', 'code'] }),
  ];
  expect(slipsOf(['phone'], ...known)).toEqual([1, 3, 4, 5]);
  expect(slipsOf(['new phone'], ...known)).toEqual([1, 3, 4, 5]);
  expect(slipsOf(['other'], ...known)).toEqual([2]);
  expect(slipsOf(['nobody'], ...known)).toEqual([]);
});

test('what a save corrects is theirs, also where nothing is left of its hashes', () => {
  const original = aSave({ sequence: 1, identityKeys: [], state: 'accepted' });
  const correction = aSave({
    sequence: 2,
    identityKeys: ['phone'],
    correctionOf: original.requestId,
  });
  expect(slipsOf(['phone'], original, correction)).toEqual([1, 2]);
});

test('what corrects a save is theirs, whoever has come here first: its correction may share no number with it', () => {
  const original = aSave({ sequence: 3, identityKeys: ['phone'] });
  const correction = aSave({
    sequence: 4,
    identityKeys: ['new phone'],
    correctionOf: original.requestId,
  });
  const further = aSave({ sequence: 5, identityKeys: ['new phone'] });
  expect(slipsOf(['phone'], correction, original, further)).toEqual([3, 4, 5]);
  const closed = { ...correction, state: 'discarded', closedReason: 'manager' } as const;
  expect(slipsOf(['phone'], closed, original)).toEqual([3, 4]);
});

test('however many corrections of one save there are, everybody of them is found: a file may bring them', () => {
  const count = 200_000;
  const original = aSave({ sequence: 1, identityKeys: ['phone'] });
  const corrections = Array.from({ length: count }, (_, at) =>
    aSave({ sequence: at + 2, identityKeys: [], correctionOf: original.requestId }),
  );
  const saves = {
    ofPerson: () => [original],
    originalOf: () => original,
    correctionsOf: (save: Save) => (save === original ? corrections : []),
    isBelieved: () => true,
  };
  expect(wholePerson(saves, ['phone'])).toHaveLength(count + 1);
});
