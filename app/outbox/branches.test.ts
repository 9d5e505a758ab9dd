import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { branches } from './branches.ts';
import { SaveBook } from './saveBook.ts';

const LONG = 1_000;
const FIRST = 1;
const BESIDE = LONG + 1;

/** A member, a long row of corrections of corrections, and another correction of the member behind them. */
function rowAndBeside() {
  const book = new SaveBook();
  const corrects = (sequence: number) =>
    sequence === FIRST ? null : aSave({ sequence: sequence === BESIDE ? FIRST : sequence - 1 });
  for (let sequence = FIRST; sequence <= BESIDE; sequence += 1)
    book.keep(aSave({ sequence, correctionOf: corrects(sequence)?.requestId ?? null }));
  return book;
}
const find = (book: SaveBook, sequence: number) => {
  const save = book.findBySequence(sequence);
  if (save === undefined) throw new Error('no such save');
  return save;
};

test('from whichever correction of a member is begun, all others of that member are found, however many are in a row', () => {
  const book = rowAndBeside();
  for (const begun of [FIRST, LONG / 2, LONG, BESIDE])
    expect(branches(book, [find(book, begun)])).toHaveLength(BESIDE);
});

test('also where the member itself is forgotten', () => {
  const book = rowAndBeside();
  book.forget(find(book, FIRST));
  for (const begun of [LONG, BESIDE])
    expect(branches(book, [find(book, begun)])).toHaveLength(BESIDE - 1);
});
