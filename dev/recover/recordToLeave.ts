import { recoveredAt } from './exportTime.ts';
import type { RecordToLeave } from './leaveRecords.ts';
import type { ReadFolder } from './readFolder.ts';

/**
 * The record that is to be left in a folder; none where the one that is there says as much. The first time stays, for
 * what has gone since as well: that is known for longer than it was away, which is safe. `now`: ms since 1970.
 */
export function recordToLeave(
  { path, content, record, recordInPlace }: ReadFolder,
  now: number,
): RecordToLeave[] {
  const at = record === null ? now : recoveredAt(record, now);
  const lastSequence = Math.max(content.lastSequence, record?.lastSequence ?? 0);
  if (record?.at === at && record.lastSequence === lastSequence) return [];
  return [{ folder: path, at, lastSequence, before: recordInPlace }];
}
