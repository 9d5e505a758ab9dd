import { beforeAll, describe, expect, test } from 'vitest';
import { allowedActions, mayOf } from '../../app/outbox/allowedActions.ts';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Save } from '../../app/outbox/save.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import type { SaveFilter } from '../../app/outbox/saveList.ts';
import { listSaves } from './listSaves.ts';

const noon = new Date(2026, 10, 24, 12).getTime();
const yesterday = noon - 24 * 3_600_000;
const may = () => allowedActions(aSave(), noon);

function bookOf(...saves: Partial<Save>[]): SaveBook {
  const book = new SaveBook();
  for (const [index, parts] of saves.entries()) book.keep(aSave({ sequence: index + 1, ...parts }));
  return book;
}

const slips = (book: SaveBook, filter: SaveFilter, search = '', offset = 0, limit = 100) =>
  listSaves(book, { filter, search, offset, limit }, noon, may).rows.map(({ slip }) => slip);

describe('the list of saves', () => {
  const book = bookOf(
    { state: 'accepted', settledAt: yesterday },
    { state: 'accepted', settledAt: noon - 1 },
    { state: 'held', heldReason: 'rejected', settledAt: yesterday },
    { state: 'sending' },
    { state: 'pending', correctionOf: aSave({ sequence: 3 }).requestId },
    { state: 'discarded', settledAt: noon },
    { state: 'pending' },
  );

  test.each([
    ['waiting', ['S-0007', 'S-0005']],
    ['sending', ['S-0004']],
    ['held', ['S-0003']],
    ['accepted-today', ['S-0002']],
    ['discarded', ['S-0006']],
    ['all', ['S-0007', 'S-0006', 'S-0005', 'S-0004', 'S-0003', 'S-0002', 'S-0001']],
  ] as const)('%s, newest first', (filter, expected) => {
    expect(slips(book, filter)).toEqual(expected);
    expect(listSaves(book, { filter, search: '', offset: 0, limit: 1 }, noon, may).total).toBe(
      expected.length,
    );
  });

  test('a page is a part of the whole', () => {
    expect(slips(book, 'all', '', 2, 3)).toEqual(['S-0005', 'S-0004', 'S-0003']);
    expect(slips(book, 'all', '', 6, 3)).toEqual(['S-0001']);
    expect(slips(book, 'all', '', 9, 3)).toEqual([]);
  });

  test.each(['S-0005', 's5', '5', '0005', '５', ' S - 5 '])('%j finds one slip', (search) => {
    expect(slips(book, 'all', search)).toEqual(['S-0005']);
    expect(slips(book, 'held', search)).toEqual([]);
    const totalOf = (filter: SaveFilter) =>
      listSaves(book, { filter, search, offset: 0, limit: 1 }, noon, may).total;
    expect([totalOf('all'), totalOf('held')]).toEqual([1, 0]);
  });

  test.each(['8', 'x', '138****8000', '1e0', '-'])('%j finds no other', (search) => {
    expect(slips(book, 'all', search)).toEqual(search === '-' ? slips(book, 'all') : []);
  });

  test('a day begins at midnight on the till’s clock, and not a millisecond before', () => {
    const midnight = new Date(2026, 10, 24).getTime();
    const around = bookOf(
      { state: 'accepted', settledAt: midnight - 1 },
      { state: 'accepted', settledAt: midnight },
      { state: 'accepted', settledAt: midnight + 999 },
    );
    expect(slips(around, 'accepted-today')).toEqual(['S-0003', 'S-0002']);
    expect(slips(around, 'accepted-today', '2')).toEqual(['S-0002']);
    expect(slips(around, 'accepted-today', '1')).toEqual([]);
    const query = { filter: 'held', search: '', offset: 0, limit: 1 } as const;
    expect(listSaves(around, query, noon, may).acceptedToday).toBe(2);
  });

  test('an older acceptance is not found under today', () => {
    expect(slips(book, 'accepted-today', '2')).toEqual(['S-0002']);
    expect(slips(book, 'accepted-today', '1')).toEqual([]);
  });

  test('how many were accepted today is told under every filter, in whatever order they were', () => {
    const clockJumped = bookOf(
      { state: 'accepted', settledAt: noon + 3 },
      { state: 'accepted', settledAt: yesterday },
      { state: 'accepted', settledAt: noon },
      { state: 'accepted', settledAt: noon },
      { state: 'sending' },
    );
    const query = { filter: 'held', search: '', offset: 0, limit: 9 } as const;
    const today = () => listSaves(clockJumped, query, noon, may).acceptedToday;
    expect(today()).toBe(3);
    expect(slips(clockJumped, 'accepted-today')).toEqual(['S-0004', 'S-0003', 'S-0001']);
    clockJumped.keep(aSave({ sequence: 5, state: 'accepted', settledAt: noon }));
    expect(today()).toBe(4);
    const first = clockJumped.findBySequence(1);
    if (first) clockJumped.forget(first);
    expect(slips(clockJumped, 'accepted-today')).toEqual(['S-0005', 'S-0004', 'S-0003']);
  });

  test('whoever was a member already is none of today’s, and his correction says that it is one', () => {
    const corrected = bookOf(
      { state: 'accepted', settledAt: noon },
      { state: 'accepted', settledAt: noon, correctionOf: aSave({ sequence: 1 }).requestId },
      { state: 'discarded', closedReason: 'corrected', settledAt: noon },
      { state: 'accepted', settledAt: noon, correctionOf: aSave({ sequence: 3 }).requestId },
    );
    expect(slips(corrected, 'accepted-today')).toEqual(['S-0004', 'S-0001']);
    expect(slips(corrected, 'accepted-today', '2')).toEqual([]);
    expect(slips(corrected, 'accepted-today', '4')).toEqual(['S-0004']);
    const query = { filter: 'all', search: '', offset: 0, limit: 9 } as const;
    const { rows, acceptedToday } = listSaves(corrected, query, noon, may);
    expect(acceptedToday).toBe(2);
    expect(rows.map(({ isUpdate }) => isUpdate)).toEqual([false, false, true, false]);
  });

  test('what a correction has closed is said to be corrected, whatever the manager had said of it before', () => {
    const closing = { reason: 'mistake', operatorId: '1' } as const;
    const closed = bookOf(
      { state: 'discarded', closedReason: 'corrected', closing, settledAt: noon },
      { state: 'discarded', closedReason: 'manager', closing, settledAt: noon },
    );
    const query = { filter: 'all', search: '', offset: 0, limit: 9 } as const;
    const { rows } = listSaves(closed, query, noon, may);
    expect(rows.map((row) => row.closing)).toEqual([closing, null]);
  });

  test('what has a correction that stands is not offered to be sent again', () => {
    const original = aSave({ sequence: 1 }).requestId;
    const corrected = bookOf(
      { state: 'held', heldReason: 'rejected' },
      { state: 'accepted', settledAt: noon, correctionOf: original },
    );
    const { rows } = listSaves(
      corrected,
      { filter: 'held', search: '', offset: 0, limit: 9 },
      noon,
      (save) => mayOf(corrected, save, noon, null, () => false),
    );
    expect(rows.map(({ may }) => may.sendAgain)).toEqual(['nobody']);
  });

  test('tells which save corrects which', () => {
    const { rows } = listSaves(book, { filter: 'all', search: '', offset: 0, limit: 9 }, noon, may);
    expect(rows.find(({ slip }) => slip === 'S-0005')?.corrects).toBe('S-0003');
    expect(rows.find(({ slip }) => slip === 'S-0003')?.correctedBy).toBe('S-0005');
  });

  test('follows every change of a save, and forgets what is forgotten', () => {
    const changing = bookOf({ state: 'pending' }, { state: 'pending' });
    const first = aSave({ sequence: 1 });
    changing.keep({ ...first, state: 'held', heldReason: 'rejected' });
    expect([slips(changing, 'waiting'), slips(changing, 'held')]).toEqual([['S-0002'], ['S-0001']]);
    const held = changing.find(first.requestId);
    if (held) changing.forget(held);
    expect([slips(changing, 'held'), slips(changing, 'all')]).toEqual([[], ['S-0002']]);
  });
});

describe('with 100,000 saves', () => {
  const book = new SaveBook();
  beforeAll(() => {
    for (let sequence = 1; sequence <= 100_000; sequence += 1) {
      const state = sequence > 10_000 ? 'pending' : 'accepted';
      book.keep(aSave({ sequence, state, settledAt: state === 'accepted' ? yesterday : null }));
    }
  });

  test('a page or a slip looks at its own rows, not at the others', () => {
    let looked = 0;
    const find = book.findBySequence.bind(book);
    book.findBySequence = (sequence) => {
      looked += 1;
      return find(sequence);
    };
    expect(slips(book, 'waiting', '', 50_000, 100)).toHaveLength(100);
    expect(slips(book, 'all', '77777')).toEqual(['S-77777']);
    expect(slips(book, 'accepted-today')).toEqual([]);
    expect(looked).toBeLessThan(300);
  });
});

describe('who is looked for by a phone number', () => {
  const masked = (mobile: string) => ({ mobile, name: '' });
  const people = bookOf(
    { masked: masked('138****0003'), state: 'accepted', settledAt: noon },
    { masked: masked('139****8000'), state: 'held', heldReason: 'rejected' },
    { masked: masked('138****8000'), state: 'discarded' },
    { masked: masked(''), state: 'pending' },
  );

  test('is found by its last four digits, beside the slip of that number', () => {
    expect(slips(people, 'all', '8000')).toEqual(['S-0003', 'S-0002']);
    expect(slips(people, 'all', '0003')).toEqual(['S-0003', 'S-0001']);
    expect(slips(people, 'all', 's0003')).toEqual(['S-0003']);
    expect(slips(people, 'held', '8000')).toEqual(['S-0002']);
    expect(slips(people, 'all', '8000', 1, 1)).toEqual(['S-0002']);
    expect(slips(people, 'all', '000')).toEqual([]);
  });

  test('is found by the whole number, by what only the data key shows', () => {
    const asked: string[] = [];
    const query = { filter: 'all', search: '+86 138 0013 8000', offset: 0, limit: 9 } as const;
    const { rows, total } = listSaves(people, query, noon, may, (mobile) => {
      asked.push(mobile);
      return [...people.values()].slice(1, 3);
    });
    expect(asked).toEqual(['13800138000']);
    expect([total, rows.map(({ slip }) => slip)]).toEqual([2, ['S-0003', 'S-0002']]);
    expect(slips(people, 'all', '13800138000'), 'without it').toEqual([]);
  });
});
