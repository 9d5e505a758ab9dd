import { mayHaveLeft } from '../../app/outbox/doubt.ts';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import { isUnfinished, type Save } from '../../app/outbox/save.ts';

type Codes = readonly Pick<StoreWarning, 'code'>[];

/** The end is missing, or an earlier copy was put back. */
export function hasGoneBack(found: Codes): boolean {
  return found.some(({ code }) => code === 'store.went-backwards');
}

/** Lines are lost between others: what became of any save may have stood there. */
function hasLostLines(found: Codes): boolean {
  return found.some(({ code }) => code === 'store.lines-lost');
}

/** Whether anything is missing of a store that it had once. */
export function hasLost(found: Codes): boolean {
  return hasGoneBack(found) || hasLostLines(found);
}

/**
 * What is missing of a store may have said that a save was sent, and what came of it: so each that is open counts as
 * sent, before anybody knows it. Where lines between others are lost, as soon as it was made; where the end is missing,
 * or an earlier copy was put back, not before the last change that is there. Gives those that were not in doubt for as
 * long. `now`: ms since 1970.
 */
export function doubtLost(saves: Map<string, Save>, found: Codes, now: number): Save[] {
  const isGapped = hasLostLines(found);
  if (!isGapped && !hasGoneBack(found)) return [];
  const all = [...saves.values()];
  const last = lastChange(all);
  const doubted = all.filter(isOpen).flatMap((save) => {
    const inDoubt = mayHaveLeft(save, isGapped ? save.createdAt : last, now);
    return inDoubt.firstUnknownAt === save.firstUnknownAt ? [] : inDoubt;
  });
  for (const save of doubted) saves.set(save.requestId, save);
  return doubted;
}

/** The same for one save, where only lost lines can have been found. */
export function asOfLostLines(save: Save, found: Codes, now: number): Save {
  return hasLostLines(found) && isOpen(save) ? mayHaveLeft(save, save.createdAt, now) : save;
}

/** When a store last changed, as far as it shows (ms since 1970). */
export function lastChange(saves: Iterable<Save>): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const save of saves) for (const time of changesOf(save)) last = Math.max(last, time);
  return last;
}

/**
 * When something has become of a save here, as far as it shows (ms since 1970). What a file says of its making is no change of
 * here: whoever wrote it has a clock of his own, or writes what he likes.
 */
export function changesOf({ createdAt, imported, ...since }: Save): number[] {
  const { sentAt, settledAt, firstUnknownAt } = since;
  const times = [sentAt, settledAt, firstUnknownAt].filter((time) => time !== null);
  if (imported === null) return [createdAt, ...times];
  // It was here once it had been made and its folder set aside, and nothing has become of it since.
  return times.length > 0 ? times : [Math.min(createdAt, imported.exportedAt)];
}

/** It can still be sent, by itself or by anybody's word. */
function isOpen(save: Save): boolean {
  return isUnfinished(save) || save.state === 'held';
}
