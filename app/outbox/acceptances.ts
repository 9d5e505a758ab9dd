import type { Save } from './save.ts';

/**
 * When which save was accepted, in the order of time: what was accepted since some moment is found by
 * halving, however many there are. New ones are nearly always the last, and those that leave the first.
 */
export class Acceptances {
  readonly #moments: number[] = [];
  readonly #sequences: number[] = [];

  add(accepted: Save): void {
    const [moment, { sequence }] = [momentOf(accepted), accepted];
    const at = this.#placeOf(moment, sequence);
    this.#moments.splice(at, 0, moment);
    this.#sequences.splice(at, 0, sequence);
  }

  remove(accepted: Save): void {
    const at = this.#placeOf(momentOf(accepted), accepted.sequence);
    if (this.#sequences[at] !== accepted.sequence) return;
    this.#moments.splice(at, 1);
    this.#sequences.splice(at, 1);
  }

  /** How many were accepted at `moment` (ms since 1970) or later. */
  countSince(moment: number): number {
    return this.#moments.length - this.#placeOf(moment, 0);
  }

  /** When the latest was accepted (ms since 1970), or null. */
  latest(): number | null {
    return this.#moments.at(-1) ?? null;
  }

  /** The sequences of those, the highest first. */
  since(moment: number): number[] {
    return this.#sequences.slice(this.#placeOf(moment, 0)).sort((a, b) => b - a);
  }

  /** Where a save stands, or would stand. */
  #placeOf(moment: number, sequence: number): number {
    let low = 0;
    let high = this.#moments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.#moments[middle] ?? 0;
      const isBefore =
        there < moment || (there === moment && (this.#sequences[middle] ?? 0) < sequence);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function momentOf({ settledAt }: Save): number {
  return settledAt ?? 0;
}
