import type { Save } from './save.ts';

type Placed = Pick<Save, 'sequence' | 'imported'>;

/**
 * The order of this till's saves, negative where `one` comes first: its own by sequence, one of another
 * till in between, where it stood in time. Such a one stands before the own save of its place, others of that
 * place by the time when they were made.
 */
export function compareSaves(one: Placed, other: Placed): number {
  if (one.imported === null && other.imported === null) return one.sequence - other.sequence;
  return (
    placeOf(one) - placeOf(other) ||
    Number(one.imported === null) - Number(other.imported === null) ||
    (one.imported?.madeAt ?? 0) - (other.imported?.madeAt ?? 0) ||
    one.sequence - other.sequence
  );
}

/** When a save was made (ms since 1970), as far as its order goes. */
export function madeAt({ imported, createdAt }: Pick<Save, 'imported' | 'createdAt'>): number {
  return imported?.madeAt ?? createdAt;
}

/** The sequence of the own save that a save stands before, or at. */
export function placeOf({ imported, sequence }: Placed): number {
  return imported?.before ?? sequence;
}

/** Where saves of another till belong among those that are here now. */
export class Places {
  readonly #places: number[] = [];
  /** The latest time of this and everything before it: what is later than that goes behind. */
  readonly #latest: number[] = [];
  /** Behind all of them, and not behind what is made here from now on. */
  #next = 1;

  /** `saves`: everything that this till knows, in any order. */
  constructor(saves: Iterable<Save>) {
    let latest = Number.NEGATIVE_INFINITY;
    for (const save of [...saves].sort(compareSaves)) {
      latest = Math.max(latest, madeAt(save));
      this.#places.push(placeOf(save));
      this.#latest.push(latest);
      this.#next = Math.max(this.#next, save.sequence + 1);
    }
  }

  /**
   * The place of the first save that was made after `time` (ms since 1970). Where none was, that of the next one: what
   * is made here while a file is read was made after everything in it.
   */
  of(time: number): number {
    let low = 0;
    let high = this.#latest.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#latest[middle] ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return this.#places[low] ?? this.#next;
  }
}
