import { compareSaves } from './order.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

type Known = Pick<Saves, 'ofPerson' | 'isBelieved'>;

/**
 * It was sent by a till, and may have taken effect by that. What is in doubt alone may never have been: it went into a file, or
 * the store has lost what became of it.
 */
export function wasSent({ attempts }: Pick<Save, 'attempts'>): boolean {
  return attempts > 0;
}

/** It may have taken effect, whatever came of it. */
export function hasLeft(save: Save): boolean {
  const { state, sentAt, firstUnknownAt } = save;
  return state === 'accepted' || wasSent(save) || sentAt !== null || firstUnknownAt !== null;
}

/**
 * Whether a later save of the same person has left: this one would write older data over newer. A person is everybody who
 * is joined by a key, also through other saves, as for `PersonQueue`. `counts`: which of those that have left are looked
 * at.
 */
export function isPassed(save: Save, saves: Known, counts: (other: Save) => boolean): boolean {
  for (const other of joinedBy(new Set(save.identityKeys), saves))
    if (compareSaves(save, other) < 0 && hasLeft(other) && counts(other)) return true;
  return false;
}

/**
 * The same for many at one moment, as long as no save changes: whoever has ever so many saves, in a file of somebody's
 * perhaps, is walked through once for a whole list of them, and not once for each.
 */
export function passedAmong(
  saves: Known,
  counts: (other: Save) => boolean,
): (save: Save) => boolean {
  return laterAmong(saves, (other) => hasLeft(other) && counts(other));
}

/**
 * Whether the same person has a later save that is not closed here, sent or not: what is made of this one now would come
 * behind that, with older data. For many, as `passedAmong`.
 */
export function followedAmong(saves: Known): (save: Save) => boolean {
  return laterAmong(
    saves,
    ({ state, closedReason }) => state !== 'discarded' || closedReason === 'moved',
  );
}

function laterAmong(saves: Known, counts: (other: Save) => boolean): (save: Save) => boolean {
  /** The latest save of each person that counts, by every key of theirs. */
  const people = new Map<string, { latest: Save | null }>();
  const personOf = (key: string) => {
    const known = people.get(key);
    if (known !== undefined) return known;
    const keys = new Set([key]);
    const person: { latest: Save | null } = { latest: null };
    for (const other of joinedBy(keys, saves)) {
      const isLatest = person.latest === null || compareSaves(person.latest, other) < 0;
      if (isLatest && counts(other)) person.latest = other;
    }
    for (const joined of keys) people.set(joined, person);
    return person;
  };
  return (save) =>
    save.identityKeys.some((key) => {
      const { latest } = personOf(key);
      return latest !== null && compareSaves(save, latest) < 0;
    });
}

/** Every save of whoever has one of these keys, each once. `keys` has all of theirs behind it. */
function* joinedBy(keys: Set<string>, saves: Known): Generator<Save> {
  const seen = new Set<string>();
  // What is joined on the way is looked at in the same walk.
  for (const key of keys) {
    for (const other of saves.ofPerson(key)) {
      // One that was corrected again and again is found by each of its keys.
      if (seen.has(other.requestId)) continue;
      seen.add(other.requestId);
      if (saves.isBelieved(other)) for (const joined of other.identityKeys) keys.add(joined);
      yield other;
    }
  }
}
