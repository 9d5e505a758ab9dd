import { tooLongAgo } from '../../app/outbox/doubt.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { RecoveryRecord } from '../outbox/doubtRecovered.ts';
import type { Boundary, ComputerRecord } from './computerFile.ts';

/**
 * The doubt of what was registered in a run that ended before it was known where it was (`record`), or null where there is
 * nothing of it that waits. The other computer may send it on any day, and nobody has said that it is no longer used: so it
 * is too old at once to go by itself. `boundary`: of this start. `now`: ms since 1970.
 */
export function unplacedIn(
  open: readonly Save[],
  record: Pick<ComputerRecord, 'since' | 'asked'> | null,
  boundary: Boundary,
  now: number,
): RecoveryRecord | null {
  // Where the question was asked it is known: there.
  if (record === null || record.since === null || record.asked !== null) return null;
  const { sequence: behind } = record.since;
  const { sequence: last } = boundary;
  let at = tooLongAgo(now);
  let isAny = false;
  for (const { sequence, createdAt } of open) {
    if (sequence <= behind || sequence > last) continue;
    at = Math.min(at, createdAt);
    isAny = true;
  }
  return isAny ? { at, lastSequence: last, behind } : null;
}
