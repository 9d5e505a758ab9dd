import { compareSaves } from './order.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

/** It has been sent, whatever came of it. */
export function hasLeft({ state, attempts, sentAt, firstUnknownAt }: Save): boolean {
  return state === 'accepted' || attempts > 0 || sentAt !== null || firstUnknownAt !== null;
}

/**
 * Whether a later save of the same person has left: this one would write older data over newer. A person is everybody who
 * is joined by a key, also through other saves, as for `PersonQueue`. `counts`: which of those that have left are looked
 * at.
 */
export function isPassed(
  save: Save,
  saves: Pick<Saves, 'ofPerson' | 'isBelieved'>,
  counts: (other: Save) => boolean,
): boolean {
  return hasLater(save, saves, (other) => hasLeft(other) && counts(other));
}

/**
 * Whether the same person has a later save that is not closed here, sent or not: what is made of this one now would come
 * behind that, with older data.
 */
export function isFollowed(save: Save, saves: Pick<Saves, 'ofPerson' | 'isBelieved'>): boolean {
  return hasLater(
    save,
    saves,
    ({ state, closedReason }) => state !== 'discarded' || closedReason === 'moved',
  );
}

function hasLater(
  save: Save,
  saves: Pick<Saves, 'ofPerson' | 'isBelieved'>,
  counts: (other: Save) => boolean,
): boolean {
  // What is joined on the way is looked at in the same walk.
  const keys = new Set(save.identityKeys);
  for (const key of keys) {
    for (const other of saves.ofPerson(key)) {
      if (compareSaves(save, other) < 0 && counts(other)) return true;
      if (saves.isBelieved(other)) for (const joined of other.identityKeys) keys.add(joined);
    }
  }
  return false;
}
