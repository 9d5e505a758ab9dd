import { madeAt } from './order.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

/** No line of the store has an earlier time than this (ms since 1970). */
const EARLIEST = -8.64e15;

/**
 * The latest time (ms since 1970) at which a save that comes here can have been made: before its correction, which has come
 * before it, whatever the clock of either till was. Without any there is no such time.
 */
export function beforeCorrection(
  saves: Pick<Saves, 'firstCorrectionNaming'>,
  save: Pick<Save, 'requestId'>,
): number {
  const correction = saves.firstCorrectionNaming(save);
  return correction === undefined
    ? Number.POSITIVE_INFINITY
    : Math.max(EARLIEST, madeAt(correction) - 1);
}
