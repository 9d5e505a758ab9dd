import type { Save } from '../outbox/save.ts';

/** Counts different people, one after the other: whoever has come before counts once. */
export class PeopleInARow {
  #count = 0;
  /** Keys of the people who were counted. */
  readonly #seen = new Set<string>();

  get count(): number {
    return this.#count;
  }

  add({ identityKeys }: Save): void {
    if (!identityKeys.some((key) => this.#seen.has(key))) this.#count += 1;
    for (const key of identityKeys) this.#seen.add(key);
  }

  clear(): void {
    this.#count = 0;
    this.#seen.clear();
  }
}

/** So many different people in a row are not all wrong: it is the settings, or the platform. */
export const EVERYBODY = 10;
