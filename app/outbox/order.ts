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
  readonly #sorted: readonly Save[];
  /** The latest time of this and everything before it: what is later than that goes behind. */
  readonly #latest: number[] = [];
  /** Behind all of them, and not behind what is made here from now on. */
  #next = 1;

  /** `saves`: everything that this till knows, in any order. */
  constructor(saves: Iterable<Save>) {
    let latest = Number.NEGATIVE_INFINITY;
    this.#sorted = [...saves].sort(compareSaves);
    for (const save of this.#sorted) {
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
    const index = halve(this.#latest.length, (at) => (this.#latest[at] ?? 0) <= time);
    return this.#places[index] ?? this.#next;
  }

  /** What is given no earlier time than this (ms since 1970) gets a place behind `save`. */
  timeBehind(save: Save): number {
    const isBefore = (other: Save | undefined) =>
      other !== undefined && compareSaves(other, save) < 0;
    const index = halve(this.#sorted.length, (at) => isBefore(this.#sorted[at]));
    const isHere = this.#sorted[index]?.requestId === save.requestId;
    return isHere ? (this.#latest[index] ?? 0) : madeAt(save);
  }
}

/** How many there are in front of the first that is not `isBefore`. */
function halve(count: number, isBefore: (at: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
