import { expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Save } from '../../app/outbox/save.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import { listSaves } from './listSaves.ts';
import { Permissions } from './permissions.ts';

const MOST_KEYS = 64;
const rejected = { state: 'held', heldReason: 'rejected', attempts: 1 } as const;

/** Counts how often a save is looked at on the walk through a person. */
class CountedBook extends SaveBook {
  looks = 0;

  override ofPerson(key: string): Save[] {
    const found = super.ofPerson(key);
    this.looks += found.length;
    return found;
  }
}

/** What a file may bring: one person, corrected again and again, each time by another number, and then refused many times. */
function corrected(times: number, held: number): CountedBook {
  const book = new CountedBook();
  const keyOf = (number: number) => `key-${number}`;
  for (let number = 1; number <= times; number += 1) {
    const own = Array.from({ length: Math.min(number, MOST_KEYS) }, (_, at) => keyOf(number - at));
    book.keep(aSave({ ...rejected, sequence: number, identityKeys: own, state: 'discarded' }));
  }
  for (let number = 1; number <= held; number += 1)
    book.keep(aSave({ ...rejected, sequence: times + number, identityKeys: [keyOf(times)] }));
  return book;
}

test('whoever has ever so many saves is walked through once for a list of them: once for each, a file of some hundreds kept the window waiting for seconds', () => {
  const [times, held] = [300, 200];
  const book = corrected(times, held);
  const permissions = new Permissions({
    saves: book,
    numbers: { lastSequence: times + held, hasNotLeft: () => true },
    home: () => null,
    now: () => 0,
    rememberedSince: () => 0,
  });
  book.looks = 0;
  const query = { filter: 'held', search: '', offset: 0, limit: 200 } as const;
  const { rows } = listSaves(book, query, 0, permissions.now());
  expect(rows).toHaveLength(held);
  expect(rows.every(({ may }) => may.sendAgain === 'anyone')).toBe(true);
  // Each of them is found by each of its keys, once.
  expect(book.looks).toBeLessThanOrEqual(times * MOST_KEYS + held);
});
