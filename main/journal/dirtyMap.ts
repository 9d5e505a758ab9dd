/** A map that knows which of its keys have changed since it was last asked. */
export class DirtyMap<Key, Value> extends Map<Key, Value> {
  // A class field would not be there yet while Map's constructor calls `set`.
  declare private dirtyKeys?: Set<Key>;

  override set(key: Key, value: Value): this {
    this.dirty().add(key);
    return super.set(key, value);
  }

  override delete(key: Key): boolean {
    this.dirty().add(key);
    return super.delete(key);
  }

  override clear(): void {
    for (const key of this.keys()) this.dirty().add(key);
    super.clear();
  }

  /** Puts a value in without marking it: what is already on disk, or is put back. */
  setClean(key: Key, value: Value): void {
    super.set(key, value);
  }

  deleteClean(key: Key): void {
    super.delete(key);
  }

  /** The keys that changed since the last call; now they count as clean. */
  takeDirty(): Key[] {
    const keys = [...this.dirty()];
    this.dirty().clear();
    return keys;
  }

  private dirty(): Set<Key> {
    this.dirtyKeys ??= new Set();
    return this.dirtyKeys;
  }
}
