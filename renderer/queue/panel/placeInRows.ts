import type { SavePages } from './SavePages.ts';

/** The row that the keys move: which, and where it stood when it was chosen. */
export interface Selection {
  index: number;
  /** Null until the row at that place has been loaded. */
  slip: string | null;
}

/**
 * Where the chosen row stands now: rows come in above it while it is being looked at. Null where it is not among those
 * that are known: it has left the list, or is far out of sight.
 */
export function placeOf(pages: SavePages, selection: Selection | null): number | null {
  if (selection === null || pages.total === null) return null;
  const { slip, index } = selection;
  if (slip !== null) return pages.indexOf(slip);
  return index < pages.total ? index : null;
}

/**
 * Where the keys go on from: the chosen row, or the gap that it has left at `lastPlace`. Behind a gap stands the row
 * that came after it, so that one step down is that one.
 */
export function keysFrom(
  key: string,
  active: number | null,
  selection: Selection | null,
  lastPlace: number | null,
): number | null {
  if (active !== null || selection === null) return active;
  const gap = lastPlace ?? selection.index;
  return key === 'ArrowDown' ? gap - 1 : gap;
}
