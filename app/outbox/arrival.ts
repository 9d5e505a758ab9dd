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
  const settledAt = save.state === 'held' ? now : null;
  const arrived = { ...mayHaveLeft(save, exportedAt, now), settledAt };
  const isTimely = !isAhead(exportedAt, now) && now - exportedAt <= STALE_AFTER_MILLISECONDS;
  return isTimely || save.state !== 'pending' ? arrived : hold(arrived, 'late-import', now);
}

/**
 * A save that may have been sent from `since` on without anybody here knowing (ms since 1970). Where that lies ahead of
 * `now`, one of the two clocks is wrong, and nobody knows how long ago it was: too long.
 */
export function mayHaveLeft(save: Save, since: number, now: number): Save {
  const first = Math.min(save.firstUnknownAt ?? since, since);
  const tooLongAgo = now - STALE_AFTER_MILLISECONDS - 1;
  return { ...save, firstUnknownAt: isAhead(since, now) ? Math.min(first, tooLongAgo) : first };
}

function isAhead(time: number, now: number): boolean {
  return time - now > CLOCK_TOLERANCE;
}

/** Why a save is held whose outcome has been unknown for too long: only since its export, or since a send. */
export function whyStale({ imported, firstUnknownAt }: Save): 'stale' | 'late-import' {
  return imported !== null && imported.exportedAt === firstUnknownAt ? 'late-import' : 'stale';
}
