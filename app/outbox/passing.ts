import { compareSaves } from './order.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

/** It has been sent, whatever came of it. */
export function hasLeft({ state, attempts, sentAt, firstUnknownAt }: Save): boolean {
  return state === 'accepted' || attempts > 0 || sentAt !== null || firstUnknownAt !== null;
}

/**
 * Whether a later save of the same person has left: this one would write older data over newer. `counts`: which of those
 * that have left are looked at.
 */
export function isPassed(
  save: Save,
  saves: Pick<Saves, 'ofPerson'>,
  counts: (other: Save) => boolean,
): boolean {
  return save.identityKeys
    .flatMap((key) => saves.ofPerson(key))
    .some((other) => hasLeft(other) && compareSaves(save, other) < 0 && counts(other));
}
