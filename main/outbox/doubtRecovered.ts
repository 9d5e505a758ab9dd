import { arrive } from '../../app/outbox/doubt.ts';
import type { Save } from '../../app/outbox/save.ts';
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
  const { saves, news } = parts.writer;
  const isOfThem = ({ sequence }: Save) => sequence > behind && sequence <= lastSequence;
  const lent = saves.unfinished().filter(isOfThem);
  // What was closed before anybody had heard of it may be on its way still.
  for (const save of saves.values()) {
    const { state, settledAt } = save;
    if (isOfThem(save) && state === 'discarded' && (settledAt ?? at) >= at) news.doubted(save);
  }
  const isStored = await changeOpen(lent, (save) => arrive(save, at, now), parts);
  return { count: lent.length, isStored };
}
