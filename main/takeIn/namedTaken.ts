import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import { isDone } from '../files/isDone.ts';
import type { StoreContent } from '../journal/storeContent.ts';
import { type AsideFolder, renameAsTaken } from '../vault/asideFolders.ts';
import { markAllKnown } from './clearTaken.ts';
import type { LeftOfErasing } from './leftOfErasing.ts';
import { keepDamaged } from './readAside.ts';

interface NamingOptions {
  /** The data folder. */
  folder: string;
  clock: Pick<Clock, 'now'>;
  audit: Pick<AuditTrail, 'owe'>;
}

/** From then on nothing of it is taken in again. Throws what the disk throws where nobody can tell which name it has. */
export async function isNamedTaken(
  aside: AsideFolder,
  content: StoreContent,
  { hasAny, owed }: LeftOfErasing,
  { folder, clock, audit }: NamingOptions,
): Promise<boolean> {
  const now = clock.now();
  if (!(await isDone(keepDamaged(aside.path, content, now)))) return false;
  // Whoever was being erased is known to nobody, and goes with the rest.
  if (hasAny && !(await isDone(markAllKnown(aside.path, content, now)))) return false;
  if (!(await renameAsTaken(folder, aside))) return false;
  for (const entry of owed) await audit.owe(entry);
  return true;
}
