import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { DayCount, nextMidnight } from './dayCount.ts';
import type { Save } from './save.ts';
import { SaveBook } from './saveBook.ts';

const noon = new Date(2026, 10, 24, 12).getTime();
const midnight = new Date(2026, 10, 25).getTime();
const made = (sequence: number, createdAt: number, more: Partial<Save> = {}) =>
  aSave({ sequence, createdAt, ...more });

function bookOf(...saves: Save[]): SaveBook {
  const book = new SaveBook();
  for (const save of saves) book.keep(save);
  return book;
}

test('new members of this till’s own count on the day on which they were made, whatever becomes of them', () => {
  const book = bookOf(made(1, noon), made(2, noon, { state: 'held' }));
  expect(book.registeredAt(noon)).toBe(2);
  book.keep(made(3, midnight - 1));
  book.keep({ ...made(1, noon), state: 'accepted', settledAt: noon });
  book.keep(made(2, noon, { state: 'discarded' }));
  expect(book.registeredAt(noon)).toBe(3);
});

test('what corrects another save, and what came from another till, registers nobody here', () => {
  const { requestId } = made(1, noon);
  const book = bookOf(
    made(1, noon),
    made(2, noon, { correctionOf: requestId }),
    made(3, noon, { imported: { exportedAt: noon, before: 1, madeAt: noon } }),
  );
  expect(book.registeredAt(noon)).toBe(1);
});

test('it turns over at midnight, and back where the clock is set back', () => {
  const book = bookOf(made(1, noon), made(2, midnight - 1), made(3, midnight));
  expect(book.registeredAt(midnight - 1)).toBe(2);
  expect(book.registeredAt(midnight)).toBe(1);
  book.keep(made(4, midnight + 5));
  expect(book.registeredAt(midnight + 9)).toBe(2);
  expect(book.registeredAt(noon)).toBe(2);
});

test('who is erased is not counted any more', () => {
  const book = bookOf(made(1, noon), made(2, noon));
  expect(book.registeredAt(noon)).toBe(2);
  book.forget(made(1, noon));
  expect(book.registeredAt(noon)).toBe(1);
});

test('all saves are looked at once a day, however often somebody asks', () => {
  let looks = 0;
  const count = new DayCount(() => {
    looks += 1;
    return [made(1, noon)];
  });
  for (let time = 0; time < 100; time += 1) expect(count.at(noon + time)).toBe(1);
  expect(looks).toBe(1);
  expect(count.at(midnight)).toBe(0);
  expect(looks).toBe(2);
});

test('the next day begins at its own midnight', () => {
  expect(nextMidnight(noon)).toBe(midnight);
  expect(nextMidnight(midnight)).toBe(new Date(2026, 10, 26).getTime());
});
