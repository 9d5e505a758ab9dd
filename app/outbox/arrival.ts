import type { Save } from './save.ts';
import { hold, STALE_AFTER_MILLISECONDS } from './transitions.ts';

/** A file that is dated further ahead than this was written, or is read, by a clock that is wrong (ms). */
const CLOCK_TOLERANCE = 5 * 60 * 1_000;

/**
 * A save as it arrives from another till. The same file may have been imported elsewhere and sent from there, so
 * from its date on nobody knows what has become of what is in it: as for a send without an answer, a day later
 * the gateway may have forgotten the id. Then it is held, and so it is where one of the two clocks must be
 * wrong: then nobody knows how long ago, and for everything in it that counts as too long. `now`: ms since 1970,
 * by the best clock that there is.
 */
export function arrive(save: Save, exportedAt: number, now: number): Save {
  const age = now - exportedAt;
  const isAhead = age < -CLOCK_TOLERANCE;
  const sinceExport = Math.min(save.firstUnknownAt ?? exportedAt, exportedAt);
  const tooLongAgo = now - STALE_AFTER_MILLISECONDS - 1;
  const firstUnknownAt = isAhead ? Math.min(sinceExport, tooLongAgo) : sinceExport;
  const arrived = { ...save, firstUnknownAt, settledAt: save.state === 'held' ? now : null };
  const isTimely = !isAhead && age <= STALE_AFTER_MILLISECONDS;
  return isTimely || save.state !== 'pending' ? arrived : hold(arrived, 'late-import', now);
}

/** Why a save is held whose outcome has been unknown for too long: only since its export, or since a send. */
export function whyStale({ imported, firstUnknownAt }: Save): 'stale' | 'late-import' {
  return imported !== null && imported.exportedAt === firstUnknownAt ? 'late-import' : 'stale';
}
