import { allowedActions } from '../../app/outbox/allowedActions.ts';
import type { Home } from '../../app/outbox/home.ts';
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
export function listSaves(
  book: SaveBook,
  query: SaveListQuery,
  now: number,
  home: Home | null = null,
): SaveList {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const { sequences, total } = pageOf(book, query, midnight);
  const saves = sequences.flatMap((sequence) => book.findBySequence(sequence) ?? []);
  return {
    rows: saves.map((save) => describeRow(book, save, now, home)),
    total,
    acceptedToday: book.acceptances.countSince(midnight),
  };
}

function pageOf(
  book: SaveBook,
  { filter, search, offset, limit }: SaveListQuery,
  midnight: number,
): { sequences: number[]; total: number } {
  const list = book.sequences(STATE_OF[filter]);
  const searched = searchedSequence(search);
  if (searched !== undefined) {
    const isOfToday = (sequence: number) =>
      (book.findBySequence(sequence)?.settledAt ?? 0) >= midnight;
    const isThere =
      searched !== null &&
      list.has(searched) &&
      (filter !== 'accepted-today' || isOfToday(searched));
    return { sequences: isThere && offset === 0 ? [searched] : [], total: isThere ? 1 : 0 };
  }
  if (filter === 'accepted-today') {
    const today = book.acceptances.since(midnight);
    return { sequences: today.slice(offset, offset + limit), total: today.length };
  }
  return { sequences: list.latest(offset, limit), total: list.size };
}

function describeRow(book: SaveBook, save: Save, now: number, home: Home | null): SaveRow {
  const slipOf = (other: Save | undefined) =>
    other === undefined ? null : slipNumber(other.sequence);
  const correction = book.correctionOf(save);
  return {
    ...describeSave(save),
    operatorId: save.operatorId,
    settledAt: save.settledAt,
    corrects: slipOf(save.correctionOf === null ? undefined : book.find(save.correctionOf)),
    correctedBy: slipOf(correction),
    may: allowedActions(save, now, correction !== undefined, home),
  };
}
