import { arrive } from '../../app/outbox/doubt.ts';
import type { SaveWriter } from './saveWriter.ts';

/** The chain has recovered a folder with its own key: from then on another till may send what was in it. */
export interface RecoveryRecord {
  /** When, by the clock of the PC that did it (ms since 1970); of the first time. */
  at: number;
  /** The highest sequence that was in it: what is later was not taken. */
  lastSequence: number;
}

/** Flushed together at the most. */
const AT_ONCE = 500;

/**
 * Another till may have sent what the chain has recovered from here: as with a file of another till it goes by itself
 * for a day after that, and then takes the manager. In memory at once, so that nothing leaves without its doubt; false
 * where the disk has refused some of it. Nothing may be sent meanwhile. `now`: ms since 1970.
 */
export async function doubtRecovered(
  { at, lastSequence }: RecoveryRecord,
  writer: SaveWriter,
  now: number,
): Promise<{ count: number; isStored: boolean }> {
  const lent = writer.saves
    .unfinished()
    .filter(({ sequence }) => sequence <= lastSequence)
    .map((save) => arrive(save, at, now));
  for (const save of lent) writer.know(save);
  let isStored = true;
  for (let first = 0; first < lent.length; first += AT_ONCE) {
    const some = lent.slice(first, first + AT_ONCE);
    const written = await Promise.all(some.map((save) => writer.store(save)));
    if (written.includes(null)) isStored = false;
  }
  return { count: lent.length, isStored };
}
