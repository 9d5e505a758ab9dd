import { join } from 'node:path';
import type { AuditEntry } from '../audit/auditEntry.ts';
import { realDisk } from '../disk/realDisk.ts';
import type { StoreContent } from '../journal/storeContent.ts';
import { ERASURE_RECORD } from '../person/erasureRecord.ts';
import { erasedEntry } from '../person/personErasure.ts';
import { readErasures, toBeErased } from '../person/unfinished.ts';
import type { Vault } from '../vault/vault.ts';

/** What of an erasing was cut off when its folder was set aside. */
export interface LeftOfErasing {
  /** There was somebody in it who is not to come back. */
  hasAny: boolean;
  /** The lines that its trail did not get. */
  owed: AuditEntry[];
}

/**
 * Takes whoever was being erased when a folder was set aside out of what was read of it: they come back with nothing. Throws
 * what the disk throws: without the record nobody knows who they are.
 */
export async function withoutErased(
  path: string,
  vault: Vault,
  { saves }: Pick<StoreContent, 'saves'>,
): Promise<LeftOfErasing> {
  const record = await readErasures(realDisk, join(path, ERASURE_RECORD), vault);
  const unfinished = record?.unfinished ?? [];
  const isErased = toBeErased(unfinished);
  const before = saves.size;
  for (const save of [...saves.values()]) if (isErased(save)) saves.delete(save.requestId);
  return {
    hasAny: saves.size < before,
    owed: unfinished.filter(({ isTold }) => !isTold).map(erasedEntry),
  };
}
