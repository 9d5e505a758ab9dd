import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { AuditEntry } from '../audit/auditEntry.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Log } from '../log.ts';
import type { Returning } from '../outbox/returning.ts';
import type { SettingsStore } from '../settings/settingsStore.ts';
import { ERASURE_RECORD } from './erasureFile.ts';
import type { PersonErasure } from './personErasure.ts';
import { FORMAT } from './unfinished.ts';

interface HeedLostOptions {
  erasure: Pick<PersonErasure, 'isLost' | 'isUnsure' | 'beginAnew' | 'judgeAnew'>;
  returning: Pick<Returning, 'holdAll'>;
  audit: Pick<AuditTrail, 'record' | 'isRead' | 'onceRead'>;
  settings: Pick<SettingsStore, 'setBack' | 'onChanged'>;
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
 * refuses it, this start holds them all the same, and the next one does it again. A trail that cannot be read now may tell of
 * erasings that the record knows nothing of, or of a record that is gone: as soon as it can be, that is judged anew, and
 * nothing leaves before (`onLate` is told what there is to tell then, and has to wake whoever sends). A record that only the
 * trail can vouch for is judged without it where the manager lets the till send all the same.
 */
export async function heedLostErasing(
  options: HeedLostOptions,
  onLate: (warnings: StoreWarning[]) => void,
): Promise<StoreWarning[]> {
  const { erasure, audit, settings } = options;
  if (!audit.isRead) {
    const judge = () => void hold(options, () => erasure.judgeAnew()).then(onLate);
    audit.onceRead(judge);
    settings.onChanged(() => {
      if (erasure.isUnsure && settings.setBack === null) judge();
    });
  }
  return hold(options, async () => erasure.isLost);
}

async function hold(
  { erasure, returning, audit, log }: HeedLostOptions,
  isDue: () => Promise<boolean>,
): Promise<StoreWarning[]> {
  const held = await returning.holdAll(isDue);
  if (held === null) return [];
  const { count, isStored } = held;
  const isRecorded = await audit.record(lostErasingEntry(ERASURE_RECORD, count));
  const isOver = isStored && isRecorded && (await erasure.beginAnew());
  log.warn('who was being erased is not known', { saves: count, isOver });
  // The line tells the window by itself.
  return isRecorded ? [] : [{ code: 'store.erasure-lost', detail: ERASURE_RECORD }];
}
