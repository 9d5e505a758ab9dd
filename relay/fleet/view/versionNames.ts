import { OTHER } from './knownCodes.ts';

/** A release of the program, or what comes before one. Whatever else a till tells is text of its own. */
const RELEASE = /^\d{1,4}\.\d{1,4}\.\d{1,4}(?:-(?:alpha|beta|rc)\.\d{1,3})?$/;

/** So many are named at once, and then one more in an hour (ms): a chain has a few, and a release now and then. */
const AT_ONCE = 20;
const ONE_MORE = 60 * 60_000;

/** So many are remembered; beyond that those go that no till has any more. */
const MOST = 100;

/**
 * What versions are called in measurements. A till tells what it likes, and could tell another one each minute: each would be a
 * series of its own, for as long as Prometheus keeps anything.
 */
export class VersionNames {
  readonly #named = new Set<string>();
  #room = AT_ONCE;
  #at: number | null = null;

  /** How many are remembered. */
  get size(): number {
    return this.#named.size;
  }

  /**
   * Gives what each version is called, `other` where it has no name. `versions`: of all tills that tell one; `now`: ms since
   * 1970. Those of most tills are named first, so that one till keeps no release from its name.
   */
  read(versions: Iterable<string>, now: number): (version: string) => string {
    this.#room = Math.min(AT_ONCE, this.#room + Math.max(0, now - (this.#at ?? now)) / ONE_MORE);
    this.#at = now;
    const tills = new Map<string, number>();
    for (const version of versions) tills.set(version, (tills.get(version) ?? 0) + 1);
    const unnamed = [...tills].filter(([one]) => !this.#named.has(one) && RELEASE.test(one));
    for (const [version] of unnamed.sort(([, one], [, other]) => other - one)) {
      if (this.#named.size >= MOST) this.#forget(tills);
      if (this.#room < 1 || this.#named.size >= MOST) break;
      this.#room -= 1;
      this.#named.add(version);
    }
    return (version) => (this.#named.has(version) ? version : OTHER);
  }

  #forget(tills: ReadonlyMap<string, number>): void {
    for (const version of this.#named) if (!tills.has(version)) this.#named.delete(version);
  }
}
