import { asDate } from './dates.ts';
import { madeAt } from './order.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

type Links = Pick<Saves, 'correctionsNaming'>;

/**
 * The latest time (ms since 1970) at which a save that comes here can have been made: before its correction, which has come
 * before it, whatever the clock of either till was. Without any there is no such time.
 */
export function beforeCorrection(saves: Links, save: Pick<Save, 'requestId'>): number {
  let latest = Number.POSITIVE_INFINITY;
  for (const correction of saves.correctionsNaming(save))
    latest = Math.min(latest, asDate(madeAt(correction) - 1));
  return latest;
}

/**
 * Whether something says to correct it that no manager has closed, be it the older of the two by some clock, or away.
 * `isBehind`: of a correction that surely has its turn after it. Default: none has.
 */
export function isSaidCorrected(
  saves: Links,
  save: Pick<Save, 'requestId'>,
  isBehind: (correction: Save) => boolean = () => false,
): boolean {
  return saves
    .correctionsNaming(save)
    .some((correction) => correction.closedReason !== 'manager' && !isBehind(correction));
}
