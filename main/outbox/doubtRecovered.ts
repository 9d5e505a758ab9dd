import { arrive } from '../../app/outbox/doubt.ts';
import { type ChangingOpen, changeOpen } from './changeOpen.ts';

/** The chain has recovered a folder with its own key: from then on another till may send what was in it. */
export interface RecoveryRecord {
  /** When, by the clock of the PC that did it (ms since 1970); of the first time. */
  at: number;
  /** The highest sequence that was in it: what is later was not taken. */
  lastSequence: number;
  /** Only what is later than this one; default: all. */
  behind?: number;
}

/**
 * Another till may have sent what the chain has recovered from here: as with a file of another till it goes by itself
 * for a day after that, and then takes the manager (`changeOpen`). Where not all is stored it is to be done again.
 * `now`: ms since 1970.
 */
export async function doubtRecovered(
  { at, lastSequence, behind = 0 }: RecoveryRecord,
  parts: ChangingOpen,
  now: number,
): Promise<{ count: number; isStored: boolean }> {
  const lent = parts.writer.saves
    .unfinished()
    .filter(({ sequence }) => sequence > behind && sequence <= lastSequence);
  const isStored = await changeOpen(lent, (save) => arrive(save, at, now), parts);
  return { count: lent.length, isStored };
}
