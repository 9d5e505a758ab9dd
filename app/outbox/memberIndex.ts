import type { Save } from './save.ts';

const NOBODY: ReadonlySet<string> = new Set();
const NONE: readonly string[] = [];

/**
 * Which saves of this till are one person's, by the keyed hashes that the saves carry: no number
 * stands here. Kept save by save, so that asking takes the same time however many there are.
 */
export class MemberIndex {
  /** Request ids of each key, as they came; a lone one, as nearly all are, without an array around it. */
  readonly #byKey = new Map<string, string | string[]>();

  /** Takes in a new save. Gives the ids of those that share a key now, and shared that one with nobody before. */
  add({ requestId, identityKeys }: Save): ReadonlySet<string> {
    let joined: Set<string> | undefined;
    for (const key of identityKeys) {
      const there = this.#byKey.get(key);
      if (there === undefined) {
        this.#byKey.set(key, requestId);
        continue;
      }
      const last = typeof there === 'string' ? there : there.at(-1);
      // Whoever can write to the folder can write one key as often as he likes.
      if (last === requestId) continue;
      joined ??= new Set();
      joined.add(requestId);
      if (typeof there !== 'string') {
        there.push(requestId);
        continue;
      }
      joined.add(there);
      this.#byKey.set(key, [there, requestId]);
    }
    return joined ?? NOBODY;
  }

  remove({ requestId, identityKeys }: Save): void {
    for (const key of identityKeys) {
      const rest = this.of(key).filter((one) => one !== requestId);
      if (rest.length === 0) this.#byKey.delete(key);
      else this.#byKey.set(key, rest);
    }
  }

  /** The request ids of one person's saves, in the order in which they came to this till. */
  of(key: string): readonly string[] {
    const there = this.#byKey.get(key) ?? NONE;
    return typeof there === 'string' ? [there] : there;
  }
}
