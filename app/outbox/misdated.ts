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
 * This till's own saves whose dates are not in the order of their numbers, each with the time before which it was surely made
 * (ms since 1970). The clock was ahead then, or behind, or went from one wrong time to another; nobody knows which, nor
 * whether those beside it are dated right. But it was made before the first behind it that is dated in the order of all. So it
 * is with what is dated before the program was built that has made it, or ahead of now, and, as long as the clock is known to be wrong, with each: nobody
 * knows since when it is, but it was made between its date and that of a right clock.
 */
export function misdated(
  saves: Iterable<Save>,
  { behind = 0, now = Infinity, isBeforeBuild = () => false, tolerance = 0 }: Dating = {},
): Map<Save, number> {
  const own = [...saves].filter(({ imported }) => imported === null);
  own.sort((one, other) => one.sequence - other.sequence);
  const firstBehind: number[] = [];
  let first = Number.POSITIVE_INFINITY;
  for (const { createdAt } of [...own].reverse()) {
    firstBehind.push(first);
    first = Math.min(first, createdAt);
  }
  const until = new Map<Save, number>();
  const isWrong = Math.abs(behind) > CLOCK_TOLERANCE_MS;
  let latest = Number.NEGATIVE_INFINITY;
  let open: Save[] = [];
  for (const save of own) {
    const { createdAt } = save;
    const next = firstBehind.pop() ?? Number.POSITIVE_INFINITY;
    const isInOrder = createdAt >= latest - tolerance && createdAt <= next + tolerance;
    if (!isInOrder || isBeforeBuild(save) || isAhead(createdAt, now)) {
      until.set(save, Number.POSITIVE_INFINITY);
      open.push(save);
    } else {
      const made = isWrong ? createdAt + Math.max(0, behind) : createdAt;
      for (const one of open) until.set(one, made);
      open = [];
      if (isWrong) until.set(save, made);
    }
    latest = Math.max(latest, createdAt);
  }
  return until;
}

/** Whether a save is one of these, whatever has become of it. */
export function isAmong(saves: Iterable<Save>): (save: Pick<Save, 'requestId'>) => boolean {
  const ids = new Set([...saves].map(({ requestId }) => requestId));
  return ({ requestId }) => ids.has(requestId);
}
