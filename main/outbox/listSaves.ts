import { mayOf } from '../../app/outbox/allowedActions.ts';
import type { Home } from '../../app/outbox/home.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { SaveFilter, SaveList, SaveListQuery, SaveRow } from '../../app/outbox/saveList.ts';
import type { Saves } from '../../app/outbox/saves.ts';
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
  saves: Saves,
  query: SaveListQuery,
  now: number,
  home: Home | null = null,
): SaveList {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const { sequences, total } = pageOf(saves, query, midnight);
  const rows = sequences.flatMap((sequence) => saves.findBySequence(sequence) ?? []);
  return {
    rows: rows.map((save) => describeRow(saves, save, now, home)),
    total,
    acceptedToday: saves.acceptances.countSince(midnight),
  };
}

function pageOf(
  saves: Saves,
  { filter, search, offset, limit }: SaveListQuery,
  midnight: number,
): { sequences: number[]; total: number } {
  const list = saves.sequences(STATE_OF[filter]);
  const searched = searchedSequence(search);
  if (searched !== undefined) {
    const isOfToday = (sequence: number) =>
      (saves.findBySequence(sequence)?.settledAt ?? 0) >= midnight;
    const isThere =
      searched !== null &&
      list.has(searched) &&
      (filter !== 'accepted-today' || isOfToday(searched));
    return { sequences: isThere && offset === 0 ? [searched] : [], total: isThere ? 1 : 0 };
  }
  if (filter === 'accepted-today') {
    const today = saves.acceptances.since(midnight);
    return { sequences: today.slice(offset, offset + limit), total: today.length };
  }
  return { sequences: list.latest(offset, limit), total: list.size };
}

function describeRow(saves: Saves, save: Save, now: number, home: Home | null): SaveRow {
  const slipOf = (other: Save | undefined) =>
    other === undefined ? null : slipNumber(other.sequence);
  return {
    ...describeSave(save),
    operatorId: save.operatorId,
    settledAt: save.settledAt,
    closing: save.closing,
    corrects: slipOf(save.correctionOf === null ? undefined : saves.find(save.correctionOf)),
    correctedBy: slipOf(saves.correctionOf(save)),
    may: mayOf(saves, save, now, home),
  };
}
