import { describe, expect, test, vi } from 'vitest';
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
  test('of a chain without an end is looked at for a bounded time, and counts as of somebody who was a member', () => {
    const closed = { state: 'discarded', closedReason: 'corrected' } as const;
    const { book, last } = chain(...Array.from({ length: 16_000 }, () => closed));
    const looked = vi.spyOn(book, 'originalOf');
    expect(isUpdate(book, last)).toBe(true);
    expect(registeredAt(book, last)).toBeNull();
    expect(looked.mock.calls.length).toBeLessThan(200);
  });
  test('of somebody who was accepted just before is told by that one alone', () => {
    const { book, last } = chain(
      ...Array.from({ length: 60 }, () => ({ state: 'accepted' }) as const),
    );
    const looked = vi.spyOn(book, 'originalOf');
    expect(isUpdate(book, last)).toBe(true);
    expect(looked).toHaveBeenCalledTimes(1);
  });
});
