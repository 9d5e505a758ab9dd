import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

/**
 * Of what goes into a file: whether somebody's accepted save, which does not go along, has a number or code beside those of this
 * one (its own hashes are the first `own`). The till that takes it would not know that what it has sent under that is theirs.
 */
export function joinedByAccepted(
  saves: Pick<Saves, 'ofPerson' | 'isBelieved'>,
): (save: Pick<Save, 'identityKeys'>, own: number) => boolean {
  const known = new Map<string, ReadonlySet<string>>();
  /** Every hash of those accepted ones that have this. */
  const besides = (key: string) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const keys = new Set<string>();
    for (const other of saves.ofPerson(key)) {
      // The number that was corrected may be another person's.
      const counts = other.state === 'accepted' && other.correctionOf === null;
      if (counts && saves.isBelieved(other)) for (const one of other.identityKeys) keys.add(one);
    }
    known.set(key, keys);
    return keys;
  };
  return ({ identityKeys }, own) => {
    const keys = identityKeys.slice(0, own);
    return keys.some(
      (key) => besides(key).size > keys.filter((one) => besides(key).has(one)).length,
    );
  };
}
