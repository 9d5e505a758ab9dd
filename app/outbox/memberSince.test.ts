import { describe, expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { isUpdate, registeredAt } from './memberSince.ts';
import type { Save } from './save.ts';
import { SaveBook } from './saveBook.ts';

const idOf = (sequence: number) => aSave({ sequence }).requestId;

/** Saves that each correct the one before, apart from the first. */
function chain(...saves: Partial<Save>[]) {
  const book = new SaveBook();
  let last = aSave();
  for (const [index, parts] of saves.entries()) {
    const sequence = index + 1;
    const correctionOf = index === 0 ? null : idOf(index);
    last = aSave({ sequence, createdAt: sequence * 1_000, correctionOf, ...parts });
    book.keep(last);
  }
  return { book, last };
}

describe('a correction', () => {
  test('of somebody who was accepted makes no new member, however often it is corrected', () => {
    const twice = chain({ state: 'accepted' }, { state: 'discarded' }, { state: 'accepted' });
    expect(isUpdate(twice.book, twice.last)).toBe(true);
    const [first] = twice.book.values();
    expect(first && isUpdate(twice.book, first)).toBe(false);
  });
  test('of what never got in is what makes the member', () => {
    const held = chain({ state: 'discarded', closedReason: 'corrected' }, { state: 'accepted' });
    expect(isUpdate(held.book, held.last)).toBe(false);
  });
  test('of what this till has forgotten is of somebody who was a member: only those are forgotten soon', () => {
    const { book, last } = chain({ correctionOf: idOf(9) }, { state: 'accepted' });
    expect(isUpdate(book, last)).toBe(true);
  });
  test('says since when somebody is a member by the first save of all, and nothing once that is forgotten', () => {
    const { book, last } = chain({ state: 'accepted' }, { state: 'accepted' }, {});
    expect(registeredAt(book, last)).toBe(1_000);
    const [first] = book.values();
    if (first) book.forget(first);
    expect(registeredAt(book, last)).toBeNull();
  });
});
