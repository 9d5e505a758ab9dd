import { FREE_TRIES } from '../../app/settings/lockLength.ts';
import type { Disk } from '../disk/disk.ts';
import type { AuditEntry } from './auditEntry.ts';
import { ERASURE_FORMAT } from './erasingNews.ts';
import { endOfFormerTrail } from './formerTrail.ts';
import { ALL_MISSING, type TrailReading } from './readTrail.ts';

/** Whoever breaks a trail in a thousand places is told of with the first ones (characters). */
const MAX_REASON_LENGTH = 400;

const NOBODY = { operatorId: null, slip: null };

/** What is told with a trail that was found broken. */
export type Known = Pick<
  AuditEntry,
  'tries' | 'settingsRevision' | 'areSettingsUnsure' | 'erasureFormat'
>;

/**
 * `known`: wrong PINs that have to be believed from now on, and how often the settings had changed as far as is known, and that
 * there may be later ones. With a format of the record of erasings: a line that is gone may have told of one.
 */
export function brokenEntry(findings: readonly string[], known: Known): AuditEntry {
  const reason = findings.join('; ').slice(0, MAX_REASON_LENGTH);
  return { action: 'trail.broken', ...NOBODY, reason, ...known };
}

/** Of a trail of which something else tells that it was there: nobody knows anything that it told of. */
export function missingEntry(): AuditEntry {
  const unsure = { areSettingsUnsure: true, erasureFormat: ERASURE_FORMAT } as const;
  return brokenEntry([ALL_MISSING], { tries: FREE_TRIES, ...unsure });
}

/** What a start writes down before anything else: that the trail begins, and what of it was found broken. */
export async function firstEntries(
  { isNew, findings }: TrailReading,
  { disk, folder, known }: { disk: Disk; folder: string; known: Known },
): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  if (isNew) {
    const reason = await endOfFormerTrail(disk, folder);
    entries.push({ action: 'trail.begun', ...NOBODY, ...(reason && { reason }) });
  }
  if (findings.length > 0) entries.push(brokenEntry(findings, known));
  return entries;
}
