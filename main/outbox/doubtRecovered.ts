import { arrive } from '../../app/outbox/arrival.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { StoredBook } from './storedBook.ts';

/** The chain has recovered a folder with its own key: from then on another till may send what was in it. */
export interface RecoveryMark {
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
 * where the disk has refused some of it. Nothing may be sent meanwhile. `open`: everything that waits or is held;
 * `now`: ms since 1970.
 */
export async function doubtRecovered(
  open: readonly Save[],
  { at, lastSequence }: RecoveryMark,
  stored: StoredBook,
  now: number,
): Promise<{ count: number; isStored: boolean }> {
  const lent = open
    .filter(({ sequence }) => sequence <= lastSequence)
    .map((save) => arrive(save, at, now));
  for (const save of lent) stored.book.keep(save);
  let isStored = true;
  for (let first = 0; first < lent.length; first += AT_ONCE) {
    const some = lent.slice(first, first + AT_ONCE);
    const written = await Promise.all(some.map((save) => stored.store(save)));
    if (written.includes(null)) isStored = false;
  }
  return { count: lent.length, isStored };
}
