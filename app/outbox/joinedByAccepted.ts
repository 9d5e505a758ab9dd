import { mobileKeyOf } from './identity.ts';
import { People } from './people.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

/** A number and a code: more name nobody. */
const MOST_OWN = 2;

/**
 * Of what goes into a file: whether somebody's save that has taken effect, or may have, and does not go along, has a number or
 * code beside those of this one (its own hashes are the first `own`), and of what goes along of the same person. The till that
 * takes it would not know that what it has sent under that is theirs. `told`: the own hashes of each that goes along.
 */
export function joinedByAccepted(
  saves: Pick<Saves, 'ofPerson' | 'isBelieved' | 'originalOf'>,
  told: readonly (readonly string[])[] = [],
): (save: Pick<Save, 'identityKeys'>, own: number) => boolean {
  const known = new Map<string, ReadonlySet<string>>();
  /** Every hash of those that have this. */
  const besides = (key: string) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const keys = new Set<string>();
    for (const other of saves.ofPerson(key)) {
      if (!staysWithEffect(other) || !saves.isBelieved(other)) continue;
      const named = namesOf(other, saves.originalOf(other));
      if (named.includes(key)) for (const one of named) keys.add(one);
    }
    known.set(key, keys);
    return keys;
  };
  const people = new People();
  for (const keys of told) people.join(keys, () => undefined);
  /** Of each person all that the file tells of them. */
  const toldOf = new Map<string, Set<string>>();
  for (const keys of told) {
    const all = toldOf.get(people.of(keys)) ?? new Set();
    for (const key of keys) all.add(key);
    toldOf.set(people.of(keys), all);
  }
  const isUntold = (keys: ReadonlySet<string>) =>
    [...keys].some((key) => [...besides(key)].some((one) => !keys.has(one)));
  /** By the name of each person that the file tells of. */
  const untold = new Map<string, boolean>();
  return ({ identityKeys }, own) => {
    const keys = identityKeys.slice(0, own);
    const person = people.of(keys);
    const theirs = toldOf.get(person);
    if (theirs === undefined) return isUntold(new Set(keys));
    const isKnown = untold.get(person) ?? isUntold(theirs);
    untold.set(person, isKnown);
    return isKnown;
  };
}

/** It goes into no file any more, and its number and code are one person's where it was sent, from here or from another till. */
function staysWithEffect({ state, firstUnknownAt }: Save): boolean {
  return state === 'accepted' || (state === 'discarded' && firstUnknownAt !== null);
}

/**
 * The hashes of what names the person of a save. A correction has those of what it corrects as well, behind its own: the
 * number that was corrected may be another person's. What may be the code that it has left out counts.
 */
function namesOf(save: Save, original: Save | undefined): readonly string[] {
  const { identityKeys, correctionOf, masked } = save;
  if (correctionOf === null) return identityKeys;
  const own = identityKeys.slice(0, masked.mobile === '' ? 1 : MOST_OWN);
  const corrected = original === undefined ? undefined : mobileKeyOf(original);
  return own.filter((key) => key === mobileKeyOf(save) || key !== corrected);
}
