import { CLOCK_TOLERANCE_MS, isAhead } from './doubt.ts';
import type { Save } from './save.ts';

/** What is known of the clock by which saves were dated. */
export interface Dating {
  /** How far it is behind the time that is known now (ms, negative where it is ahead); 0 where none is. */
  behind?: number;
  /** The time that is known now (ms since 1970): what is dated later was dated by a clock that was ahead. Default: none is. */
  now?: number;
  /** Whether the program that has made a save was built later than its date. Default: of none. */
  isBeforeBuild?: (save: Save) => boolean;
  /** Dates that are out of order by no more than this (ms) count as in order; default: none. */
  tolerance?: number;
}

/**
 * This till's own saves whose dates are not in the order of their numbers. The clock was ahead then, or behind, or went from one
 * wrong time to another; nobody knows which, nor whether those beside it are dated right. So it is with what is dated before the
 * program was built that has made it, or ahead of now, and, as long as the clock is known to be wrong, with each: nobody knows
 * since when it is.
 */
export function misdated(
  saves: Iterable<Save>,
  { behind = 0, now = Infinity, isBeforeBuild = () => false, tolerance = 0 }: Dating = {},
): Save[] {
  const own = [...saves].filter(({ imported }) => imported === null);
  own.sort((one, other) => one.sequence - other.sequence);
  const firstBehind: number[] = [];
  let first = Number.POSITIVE_INFINITY;
  for (const { createdAt } of [...own].reverse()) {
    firstBehind.push(first);
    first = Math.min(first, createdAt);
  }
  const isWrong = Math.abs(behind) > CLOCK_TOLERANCE_MS;
  let latest = Number.NEGATIVE_INFINITY;
  return own.filter((save) => {
    const { createdAt } = save;
    const next = firstBehind.pop() ?? Number.POSITIVE_INFINITY;
    const isInOrder = createdAt >= latest - tolerance && createdAt <= next + tolerance;
    latest = Math.max(latest, createdAt);
    return isWrong || !isInOrder || isBeforeBuild(save) || isAhead(createdAt, now);
  });
}

/** Whether a save is one of these, whatever has become of it. */
export function isAmong(saves: Iterable<Save>): (save: Pick<Save, 'requestId'>) => boolean {
  const ids = new Set([...saves].map(({ requestId }) => requestId));
  return ({ requestId }) => ids.has(requestId);
}
