import { basename } from 'node:path';
import type { AuditEntry } from '../audit/auditEntry.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import { realDisk } from '../disk/realDisk.ts';
import { errorCode } from '../files/durableFile.ts';
import type { StoreContent } from '../journal/storeContent.ts';
import { ERASURE_RECORD } from '../person/erasureFile.ts';
import { ErasureRecord } from '../person/erasureRecord.ts';
import { lostErasingEntry } from '../person/heedLostErasing.ts';
import { erasedEntry, type PersonErasure } from '../person/personErasure.ts';
import { FORMAT, toBeErased } from '../person/unfinished.ts';
import { asideFolders } from '../vault/asideFolders.ts';
import type { Vault } from '../vault/vault.ts';
import { openIn, type TheirTrail } from './readAside.ts';

/** What of erasings lies in a folder that was set aside. */
export interface LeftOfErasing {
  /** There was somebody in it who is not to come back. */
  hasAny: boolean;
  /** The lines that its trail did not get. */
  owed: AuditEntry[];
  /** When somebody was last erased in it, and how far that had come, as far as anybody can tell. */
  record: ErasureRecord;
}

/**
 * Takes whoever was being erased when a folder was set aside out of what was read of it: they come back with nothing. Throws
 * what the disk throws: without the record nobody knows who they are.
 */
export async function withoutErased(
  path: string,
  vault: Vault,
  { saves, trail }: Pick<StoreContent, 'saves'> & { trail: TheirTrail },
  { now, monotonic }: Pick<Clock, 'now' | 'monotonic'>,
): Promise<LeftOfErasing> {
  const { news, isThere, isSound } = trail;
  // Lines that are gone may have told of any.
  if (!isThere || !isSound) news.erasings.doubt();
  const record = await ErasureRecord.read({
    ...{ disk: realDisk, folder: path, vault, now, monotonic },
    // Before anything is sent no answer has shown another time.
    knownTime: () => null,
    toldAt: () => news.erasings.erasedAt,
    believedOlder: () => news.erasings.believedOlder,
    lastTold: () => news.erasings.last,
  });
  const { unfinished, isLost } = record;
  const isErased = toBeErased(unfinished);
  const before = saves.size;
  for (const save of [...saves.values()]) if (isErased(save)) saves.delete(save.requestId);
  const owed = unfinished.filter(({ isTold }) => !isTold).map(erasedEntry);
  // Where nobody waits in it, nobody is held for that.
  if (isLost && openIn({ saves }).length > 0)
    owed.push(lostErasingEntry(`${basename(path)}/${ERASURE_RECORD}`));
  return { hasAny: saves.size < before, owed, record };
}

interface TellingErasings {
  /** The data folder. */
  folder: string;
  erasures: Pick<PersonErasure, 'tellTaken'>;
  audit: Pick<AuditTrail, 'record'>;
  clock: Pick<Clock, 'now'>;
}

/** That somebody was erased in what has come back is known here, and told from now on: once nothing of it waits any more. */
export async function tellErasings(options: TellingErasings): Promise<void> {
  const { folder, erasures, audit, clock } = options;
  const folders = await asideFolders(folder).catch((error: unknown) => {
    if (errorCode(error) === '') throw error;
    return null;
  });
  // Nobody can tell which of them is named: the next start tells it.
  if (folders === null) return;
  const waiting = new Set(folders.map(({ name }) => name));
  await erasures.tellTaken(
    (name) => !waiting.has(name),
    (erasedAt) => {
      const reason = new Date(Math.min(erasedAt, clock.now())).toISOString();
      const about = { action: 'erasing.taken-in', operatorId: null, slip: null, reason } as const;
      return audit.record({ ...about, erasureFormat: FORMAT });
    },
  );
}
