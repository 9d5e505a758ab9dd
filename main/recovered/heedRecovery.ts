import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { AuditEntry } from '../audit/auditEntry.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import { isDone } from '../files/isDone.ts';
import type { Log } from '../log.ts';
import type { RecoveryRecord } from '../outbox/doubtRecovered.ts';
import type { Returning } from '../outbox/returning.ts';
import { removeRecoveryRecord } from './recoveryRecord.ts';

interface HeedOptions {
  /** The data folder. */
  folder: string;
  /** What its record says, or null where there is none: read before anything of the folder is written. */
  record: RecoveryRecord | null;
  returning: Pick<Returning, 'doubtRecovered'>;
  audit: Pick<AuditTrail, 'record' | 'onceWritable'>;
  log: Log;
}

/**
 * The folder of this till was recovered by the chain, and the till has come back to life: what was in it may be sent
 * from elsewhere since. To be called before anything is sent (`docs/recovery.md`, "A PC that comes back"). Once: the
 * record goes when every doubt is on the disk and its line is written. Where the disk refuses that, this start goes by it all
 * the same; where it refuses the line alone, that is written, and the record goes, as soon as the trail takes one: what the
 * manager decides meanwhile holds.
 */
export async function heedRecovery(
  options: HeedOptions,
): Promise<{ wasRecovered: boolean; warnings: StoreWarning[] }> {
  const { folder, record, returning, audit, log } = options;
  if (record === null) return { wasRecovered: false, warnings: [] };
  const { count, isStored } = await returning.doubtRecovered(record);
  const reason = `${count} · ${new Date(record.at).toISOString().slice(0, 'yyyy-MM-dd'.length)}`;
  const entry: AuditEntry = {
    action: 'queue.recovered',
    operatorId: null,
    slip: null,
    saves: count,
    reason,
  };
  const isRecorded = await audit.record(entry);
  const end = () => isDone(removeRecoveryRecord(folder));
  const isOver = isStored && isRecorded && (await end());
  const endLater = () =>
    audit.onceWritable(async () => {
      if (await audit.record(entry)) await end();
      else endLater();
    });
  if (isStored && !isRecorded) endLater();
  log.warn('recovered by the chain', { saves: count, at: record.at, isOver });
  // The line tells the window by itself.
  const warnings: StoreWarning[] = isRecorded ? [] : [{ code: 'queue.recovered', detail: reason }];
  return { wasRecovered: true, warnings };
}
