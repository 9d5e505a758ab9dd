/**
 * Sequences in ascending order. New ones are nearly always the highest, and those that leave nearly
 * always the lowest, so that both cost next to nothing; anything else is found by halving.
 */
export class SequenceList {
  readonly #sequences: number[] = [];

  get size(): number {
    return this.#sequences.length;
  }

  add(sequence: number): void {
    const at = this.#placeOf(sequence);
    if (this.#sequences[at] !== sequence) this.#sequences.splice(at, 0, sequence);
  }

  remove(sequence: number): void {
    const at = this.#placeOf(sequence);
    if (this.#sequences[at] === sequence) this.#sequences.splice(at, 1);
  }

  has(sequence: number): boolean {
    return this.#sequences[this.#placeOf(sequence)] === sequence;
  }

  /** At most `limit` of them, the highest first, after the `offset` highest. */
  latest(offset: number, limit: number): number[] {
    const end = Math.max(0, this.#sequences.length - offset);
    return this.#sequences.slice(Math.max(0, end - limit), end).reverse();
  }

  /** The highest first. */
  *newestFirst(): IterableIterator<number> {
    for (let at = this.#sequences.length - 1; at >= 0; at -= 1) yield this.#sequences[at] ?? 0;
  }

  /** Where a sequence stands, or would stand. */
  #placeOf(sequence: number): number {
    const last = this.#sequences.at(-1);
    if (last === undefined || last < sequence) return this.#sequences.length;
    let low = 0;
    let high = this.#sequences.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sequences[middle] ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
