/** What a key is to have on the disk; undefined: it is to go. */
export type Change<Key, Value> = readonly [key: Key, value: Value | undefined];

/**
 * The one map of what is known, which also knows what of it is on the disk and what is to go there. Nearly always the
 * same value is known and stored: only where they differ, the stored one stands beside the other.
 */
export class StoredMap<Key, Value> {
  readonly #known: Map<Key, Value>;
  /** What is on the disk where something else is known; undefined: nothing. */
  readonly #beside = new Map<Key, Value | undefined>();
  #storedSize: number;
  #asked: Change<Key, Value>[] = [];

  /** `read`: what was read from the disk is known, and is there. The map is this one's own from then on. */
  constructor(read: Map<Key, Value> = new Map()) {
    this.#known = read;
    this.#storedSize = read.size;
  }

  get(key: Key): Value | undefined {
    return this.#known.get(key);
  }

  /** In the order in which they became known. */
  values(): IterableIterator<Value> {
    return this.#known.values();
  }

  /** From now on this is known; nothing of it goes to the disk. */
  set(key: Key, value: Value): this {
    const stored = this.stored(key);
    this.#known.set(key, value);
    this.#compare(key, stored);
    return this;
  }

  /** From now on nothing is known of it; on the disk it stays as it is. */
  delete(key: Key): boolean {
    const stored = this.stored(key);
    const wasKnown = this.#known.delete(key);
    this.#compare(key, stored);
    return wasKnown;
  }

  /** What is surely on the disk, or undefined. */
  stored(key: Key): Value | undefined {
    return this.#beside.has(key) ? this.#beside.get(key) : this.#known.get(key);
  }

  /** How many are surely on the disk. */
  get storedSize(): number {
    return this.#storedSize;
  }

  /** This is surely on the disk from now on; undefined: nothing is. */
  setStored(key: Key, value: Value | undefined): void {
    this.#storedSize += Number(value !== undefined) - Number(this.stored(key) !== undefined);
    this.#compare(key, value);
  }

  /**
   * What is surely on the disk, those first that were there first. It may change meanwhile: whatever was there at the
   * beginning, and still is, is given.
   */
  *storedValues(): IterableIterator<Value> {
    yield* this.#storedOf(this.#known.keys());
    // What came to the disk and is not known yet.
    yield* this.#storedOf([...this.#beside.keys()].filter((key) => !this.#known.has(key)));
  }

  /** Asks for a change on the disk; what is known stays as it is. */
  ask(key: Key, value: Value | undefined): void {
    this.#asked.push([key, value]);
  }

  /** What was asked for since the last call. */
  takeAsked(): Change<Key, Value>[] {
    const asked = this.#asked;
    this.#asked = [];
    return asked;
  }

  *#storedOf(keys: Iterable<Key>): IterableIterator<Value> {
    for (const key of keys) {
      const value = this.stored(key);
      if (value !== undefined) yield value;
    }
  }

  #compare(key: Key, stored: Value | undefined): void {
    if (this.#known.get(key) === stored) this.#beside.delete(key);
    else this.#beside.set(key, stored);
  }
}
