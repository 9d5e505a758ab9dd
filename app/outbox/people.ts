/**
 * Who is one person: everybody who is joined by a mobile or an outer id, also through a third save that has
 * both, as the gateway joins its customers. Only keys that were joined cost memory. (Union-find.)
 */
export class People {
  readonly #nearer = new Map<string, string>();

  /** The name of the person who has these keys; empty where there are none. */
  of(keys: readonly string[]): string {
    const [first] = keys;
    return first === undefined ? '' : this.#find(first);
  }

  /** These keys are one person's. `onJoined` is told of every person that becomes part of another. */
  join(keys: readonly string[], onJoined: (from: string, into: string) => void): string {
    const into = this.of(keys);
    for (const key of keys) {
      const from = this.#find(key);
      if (from === into) continue;
      this.#nearer.set(from, into);
      onJoined(from, into);
    }
    return into;
  }

  #find(key: string): string {
    let name = key;
    for (let next = this.#nearer.get(name); next !== undefined; next = this.#nearer.get(name)) {
      name = next;
    }
    // The next search is short.
    for (let at = key; at !== name; ) {
      const next = this.#nearer.get(at) ?? name;
      this.#nearer.set(at, name);
      at = next;
    }
    return name;
  }
}
