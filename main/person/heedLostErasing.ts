import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { AuditEntry } from '../audit/auditEntry.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Log } from '../log.ts';
import type { Returning } from '../outbox/returning.ts';
import { ERASURE_RECORD } from './erasureRecord.ts';
import type { PersonErasure } from './personErasure.ts';
import { FORMAT } from './unfinished.ts';

interface HeedLostOptions {
  erasure: Pick<PersonErasure, 'isLost' | 'beginAnew'>;
  returning: Pick<Returning, 'holdAll'>;
  audit: Pick<AuditTrail, 'record'>;
  log: Pick<Log, 'warn'>;
}

/** The line about a record of erasings that nobody can read any more. `place`: where it lay. */
export function lostErasingEntry(place: string, saves?: number): AuditEntry {
  const about: AuditEntry = {
    ...{ action: 'erasing.lost', operatorId: null, slip: null, reason: place },
    erasureFormat: FORMAT,
  };
  return saves === undefined ? about : { ...about, saves };
}

/**
 * Where the record of erasings cannot be read, anything that waits may be of somebody who was being erased, and waits for the
 * manager. To be called before anything is sent. Once: another record is begun when all of that is on the disk. Where the disk
 * refuses it, this start holds them all the same, and the next one does it again.
 */
export async function heedLostErasing({
  erasure,
  returning,
  audit,
  log,
}: HeedLostOptions): Promise<StoreWarning[]> {
  if (!erasure.isLost) return [];
  const { count, isStored } = await returning.holdAll();
  const isRecorded = await audit.record(lostErasingEntry(ERASURE_RECORD, count));
  const isOver = isStored && isRecorded && (await erasure.beginAnew());
  log.warn('who was being erased is not known', { saves: count, isOver });
  // The line tells the window by itself.
  return isRecorded ? [] : [{ code: 'store.erasure-lost', detail: ERASURE_RECORD }];
}
