import { mayHaveLeft } from '../../app/outbox/arrival.ts';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import { isUnfinished, type Save } from '../../app/outbox/save.ts';
import type { StoredBook } from './storedBook.ts';

type Codes = readonly Pick<StoreNotice, 'code'>[];

/** Lines are lost between others: what became of any save may have stood there. */
export function hasLostLines(found: Codes): boolean {
  return found.some(({ code }) => code === 'store.lines-lost');
}

/** The end is missing, or an earlier copy was put back. */
export function hasGoneBack(found: Codes): boolean {
  return found.some(({ code }) => code === 'store.went-backwards');
}

/** An open save of a store that has lost lines may have been sent as soon as it was made. `now`: ms since 1970. */
export function asOfLostLines(save: Save, now: number): Save {
  return isOpen(save) ? mayHaveLeft(save, save.createdAt, now) : save;
}

/**
 * What is missing of a store may have said that a save was sent, and what came of it: so each that is open counts as
 * sent. Where the end is missing, or an earlier copy was put back, not before the last change that is there. Gives those
 * alone that were not in doubt for as long. `now`: ms since 1970.
 */
export function doubted(saves: readonly Save[], found: Codes, now: number): Save[] {
  const isGapped = hasLostLines(found);
  if (!isGapped && !hasGoneBack(found)) return [];
  const last = lastChange(saves);
  return saves.filter(isOpen).flatMap((save) => {
    const inDoubt = isGapped ? asOfLostLines(save, now) : mayHaveLeft(save, last, now);
    return inDoubt.firstUnknownAt === save.firstUnknownAt ? [] : inDoubt;
  });
}

/**
 * The same for what was loaded from a store that does not do it by itself: in memory at once, and on the disk; where that
 * is refused, with the next change of each. Nothing may be sent meanwhile. `now`: ms since 1970.
 */
export async function doubtLost(stored: StoredBook, found: Codes, now: number): Promise<void> {
  const inDoubt = doubted([...stored.book.values()], found, now);
  for (const save of inDoubt) stored.book.keep(save);
  await Promise.all(inDoubt.map((save) => stored.storeAsItIs(save)));
}

/** When a store last changed, as far as it shows (ms since 1970). */
export function lastChange(saves: Iterable<Save>): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const { createdAt, sentAt, settledAt, firstUnknownAt } of saves)
    for (const time of [createdAt, sentAt, settledAt, firstUnknownAt])
      last = Math.max(last, time ?? last);
  return last;
}

/** It can still be sent, by itself or by anybody's word. */
function isOpen(save: Save): boolean {
  return isUnfinished(save) || save.state === 'held';
}
