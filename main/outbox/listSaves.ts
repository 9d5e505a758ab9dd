import { shown } from '../../app/limits/shown.ts';
import type { AllowedActions } from '../../app/outbox/allowedActions.ts';
import { isUpdate } from '../../app/outbox/memberSince.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { SaveFilter, SaveList, SaveListQuery, SaveRow } from '../../app/outbox/saveList.ts';
import { type SaveSearch, searchOf } from '../../app/outbox/saveSearch.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { shownClosing } from '../../app/outbox/shownClosing.ts';
import { describeSave } from './describeOutbox.ts';

const STATE_OF = {
  waiting: 'pending',
  sending: 'sending',
  held: 'held',
  'accepted-today': 'accepted',
  discarded: 'discarded',
  all: 'all',
} as const satisfies Record<SaveFilter, string>;

/** The saves that a whole phone number leads to, in any order: what only the data key can show. */
export type SavesOfMobile = (mobile: string) => readonly Save[];

/** A page of the saves that a filter and a search leave, newest first; `now` in ms since 1970. */
export function listSaves(
  saves: Saves,
  query: SaveListQuery,
  now: number,
  may: (save: Save) => AllowedActions,
  ofMobile: SavesOfMobile = () => [],
  wordOf: (save: Save) => string | null = () => null,
): SaveList {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const updates = updatesSince(saves, midnight);
  const { sequences, total } = pageOf(saves, query, { midnight, updates }, ofMobile);
  const rows = sequences.flatMap((sequence) => saves.findBySequence(sequence) ?? []);
  return {
    rows: rows.map((save) => ({
      ...describeRow(saves, save, may(save)),
      word: wordOf(save),
    })),
    total,
    acceptedToday: saves.acceptances.countSince(midnight) - updates.size,
  };
}

/** What of today's acceptances made nobody a member. */
interface Today {
  midnight: number;
  updates: ReadonlySet<number>;
}

/** Only corrections are looked at: of all that was accepted today they are few. */
function updatesSince(saves: Saves, midnight: number): ReadonlySet<number> {
  const corrections = saves.acceptedCorrections.since(midnight);
  return new Set(
    corrections.filter((sequence) => {
      const save = saves.findBySequence(sequence);
      return save !== undefined && isUpdate(saves, save);
    }),
  );
}

function pageOf(
  saves: Saves,
  { filter, search: text, offset, limit }: SaveListQuery,
  { midnight, updates }: Today,
  ofMobile: SavesOfMobile,
): { sequences: number[]; total: number } {
  const list = saves.sequences(STATE_OF[filter]);
  const search = searchOf(text);
  if (search.kind !== 'all') {
    const isOfToday = ({ sequence, settledAt }: Save) =>
      (settledAt ?? 0) >= midnight && !updates.has(sequence);
    const isShown = (save: Save) =>
      list.has(save.sequence) && (filter !== 'accepted-today' || isOfToday(save));
    const found = savesFound(saves, search, ofMobile)
      .filter(isShown)
      .map(({ sequence }) => sequence)
      .sort((a, b) => b - a);
    return { sequences: found.slice(offset, offset + limit), total: found.length };
  }
  if (filter === 'accepted-today') {
    const today = saves.acceptances.since(midnight).filter((sequence) => !updates.has(sequence));
    return { sequences: today.slice(offset, offset + limit), total: today.length };
  }
  return { sequences: list.latest(offset, limit), total: list.size };
}

function savesFound(
  saves: Saves,
  search: Exclude<SaveSearch, { kind: 'all' }>,
  ofMobile: SavesOfMobile,
): readonly Save[] {
  switch (search.kind) {
    case 'nothing':
      return [];
    case 'mobile':
      return ofMobile(search.mobile);
    case 'number': {
      const { sequence, end } = search;
      if (end === null)
        return [saves.findBySequence(sequence)].filter((save) => save !== undefined);
      // Of a number there is nothing but what the list shows of it.
      const isIt = (save: Save) => save.sequence === sequence || save.masked.mobile.endsWith(end);
      return [...saves.values()].filter(isIt);
    }
  }
}

function describeRow(saves: Saves, save: Save, may: AllowedActions): Omit<SaveRow, 'word'> {
  const slipOf = (other: Save | undefined) =>
    other === undefined ? null : slipNumber(other.sequence);
  return {
    ...describeSave(saves, save),
    operatorId: shown(save.operatorId),
    settledAt: save.settledAt,
    closing: shownClosing(save),
    corrects: slipOf(save.correctionOf === null ? undefined : saves.find(save.correctionOf)),
    correctedBy: slipOf(saves.correctionOf(save)),
    may,
  };
}
