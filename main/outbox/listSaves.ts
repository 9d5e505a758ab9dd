import { allowedActions } from '../../app/outbox/allowedActions.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { SaveBook } from '../../app/outbox/saveBook.ts';
import type { SaveFilter, SaveList, SaveListQuery, SaveRow } from '../../app/outbox/saveList.ts';
import { searchedSequence } from '../../app/outbox/slipSearch.ts';
import { describeSave } from './describeOutbox.ts';

const STATE_OF = {
  waiting: 'pending',
  sending: 'sending',
  held: 'held',
  'accepted-today': 'accepted',
  discarded: 'discarded',
  all: 'all',
} as const satisfies Record<SaveFilter, string>;

/** A page of the saves that a filter and a slip number leave, newest first; `now` in ms since 1970. */
export function listSaves(book: SaveBook, query: SaveListQuery, now: number): SaveList {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const today = acceptedSince(book, midnight);
  const { sequences, total } = pageOf(book, query, today);
  const saves = sequences.flatMap((sequence) => book.findBySequence(sequence) ?? []);
  return {
    rows: saves.map((save) => describeRow(book, save, now)),
    total,
    acceptedToday: today.length,
  };
}

function pageOf(
  book: SaveBook,
  { filter, search, offset, limit }: SaveListQuery,
  today: number[],
): { sequences: number[]; total: number } {
  const list = book.sequences(STATE_OF[filter]);
  const searched = searchedSequence(search);
  if (searched !== undefined) {
    const isThere =
      searched !== null &&
      (filter === 'accepted-today' ? today.includes(searched) : list.has(searched));
    return { sequences: isThere && offset === 0 ? [searched] : [], total: isThere ? 1 : 0 };
  }
  if (filter === 'accepted-today') {
    return { sequences: today.slice(offset, offset + limit), total: today.length };
  }
  return { sequences: list.latest(offset, limit), total: list.size };
}

function acceptedSince(book: SaveBook, moment: number): number[] {
  return [...book.sequences('accepted').newestFirst()].filter(
    (sequence) => (book.findBySequence(sequence)?.settledAt ?? 0) >= moment,
  );
}

function describeRow(book: SaveBook, save: Save, now: number): SaveRow {
  const slipOf = (other: Save | undefined) =>
    other === undefined ? null : slipNumber(other.sequence);
  return {
    ...describeSave(save),
    operatorId: save.operatorId,
    settledAt: save.settledAt,
    corrects: slipOf(save.correctionOf === null ? undefined : book.find(save.correctionOf)),
    correctedBy: slipOf(book.correctionOf(save)),
    may: allowedActions(save, now),
  };
}
