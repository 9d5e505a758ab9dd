import { join } from 'node:path';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Clock } from '../clock/clock.ts';
import { isDone } from '../files/isDone.ts';
import { setAside } from '../files/setAside.ts';
import type { ComesBack } from '../totals/missingNumbers.ts';
import type { Totals } from '../totals/totals.ts';
import { type ReadTotals, TOTALS_FILE } from '../totals/totalsFile.ts';
import type { AsideFolder } from '../vault/asideFolders.ts';

interface TakeInTotalsOptions {
  /** As they were read in the folder. */
  theirs: ReadTotals;
  totals: Pick<Totals, 'takeIn'>;
  clock: Pick<Clock, 'now'>;
  /** Is told where they say nothing. */
  lost: StoreWarning[];
}

/**
 * What a queue had counted comes back with it (`docs/reconciliation.md`). False where the disk refuses that: then nothing
 * of the queue is taken in now. Totals that say nothing stay in the folder for support.
 */
export async function takeInTotals(
  { name, path }: AsideFolder,
  comesBack: ComesBack,
  { theirs, totals, clock, lost }: TakeInTotalsOptions,
): Promise<boolean> {
  if (theirs === 'absent') return true;
  if (theirs !== 'unreadable') return totals.takeIn(theirs, comesBack);
  lost.push({ code: 'totals.lost', detail: `${name}/${TOTALS_FILE}` });
  return isDone(setAside(join(path, TOTALS_FILE), clock.now()).then(() => undefined));
}
