import { tooLongAgo } from '../../app/outbox/doubt.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { RecoveryRecord } from '../outbox/doubtRecovered.ts';
import type { Boundary, ComputerRecord } from './computerFile.ts';

/** What was there before a run that ended before it was known where it was (`record`); null: there was no such run. */
function beforeUnplaced(
  record: Pick<ComputerRecord, 'since' | 'asked' | 'unplaced'> | null,
): Boundary | null {
  // Where the question was asked it is known: there.
  return (record?.asked === null ? record.since : record?.unplaced) ?? null;
}

/**
 * The doubt of what was registered in such a run, or null where there is nothing of it that waits. The other computer may
 * send it on any day, and nobody has said that it is no longer used: so it is too old at once to go by itself. `boundary`:
 * of this start, on another computer than the one before. `now`: ms since 1970.
 */
export function unplacedIn(
  open: readonly Save[],
  record: Parameters<typeof beforeUnplaced>[0],
  boundary: Boundary,
  now: number,
): RecoveryRecord | null {
  const before = beforeUnplaced(record);
  if (before === null) return null;
  const { sequence: behind } = before;
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
