import type { Save } from '../../app/outbox/save.ts';
import type { RecoveryRecord } from '../outbox/doubtRecovered.ts';
import type { Boundary, ComputerRecord } from './computerFile.ts';

/**
 * Since when what was registered in a run that ended before it was known where it was (`record`) may have been sent from
 * elsewhere, or null where there is nothing of it. `boundary`: of this start.
 */
export function unplacedIn(
  open: readonly Save[],
  record: Pick<ComputerRecord, 'since' | 'asked'> | null,
  boundary: Boundary,
): RecoveryRecord | null {
  // Where the question was asked it is known: there.
  if (record === null || record.since === null || record.asked !== null) return null;
  const { sequence: before } = record.since;
  const { sequence: last } = boundary;
  let at = Number.POSITIVE_INFINITY;
  for (const { sequence, createdAt } of open)
    if (sequence > before && sequence <= last) at = Math.min(at, createdAt);
  return at === Number.POSITIVE_INFINITY ? null : { at, lastSequence: last };
}
