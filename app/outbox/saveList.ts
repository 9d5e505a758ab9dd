import type { AllowedActions } from './allowedActions.ts';
import type { SaveLine } from './outboxView.ts';
import type { Closing } from './save.ts';

/** What the queue panel can show. `accepted-today`: who became a member since midnight on the till's clock. */
export const SAVE_FILTERS = [
  'waiting',
  'sending',
  'held',
  'accepted-today',
  'discarded',
  'all',
] as const;
export type SaveFilter = (typeof SAVE_FILTERS)[number];

/** The most rows of one answer. */
export const MAX_PAGE_ROWS = 200;

export interface SaveListQuery {
  filter: SaveFilter;
  /** What somebody types (`searchOf`): a slip, a whole phone number or its last four digits; empty text for all. */
  search: string;
  /** How many of the newest are skipped. */
  offset: number;
  /** At most `MAX_PAGE_ROWS`. */
  limit: number;
}

/** One save in the panel. Nothing in it is personal beyond the masked member. */
export interface SaveRow extends SaveLine {
  operatorId: string;
  /** When it was accepted, held or closed (ms since 1970), or null. */
  settledAt: number | null;
  /** By whose word the manager has closed it, and why; null where nobody has, or where that was not kept. */
  closing: Closing | null;
  /** The slip of the save that this one corrects, while this till knows it, or null. */
  corrects: string | null;
  /** The slip of the latest correction of this save that stands, or null. */
  correctedBy: string | null;
  may: AllowedActions;
  /** What the manager has left for the cashier about a held save, or null. */
  word: string | null;
}

export interface SaveList {
  /** Newest first. */
  rows: SaveRow[];
  /** How many there are in all. */
  total: number;
  /** How many became members since midnight, whatever the filter: a correction makes none. */
  acceptedToday: number;
}
