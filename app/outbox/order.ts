import { asDate } from './dates.ts';
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
  readonly #next: number;

  /**
   * `saves`: everything that this till knows, in any order. `next`: the number of the first save that it does not know yet;
   * it may have given higher ones than any of these has, to what is forgotten, or waits in a folder that was set aside.
   */
  constructor(saves: Iterable<Save>, next: number) {
    this.#next = next;
    let latest = Number.NEGATIVE_INFINITY;
    this.#sorted = [...saves].sort(compareSaves);
    for (const save of this.#sorted) {
      latest = Math.max(latest, madeAt(save));
      this.#places.push(placeOf(save));
      this.#latest.push(latest);
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

  /**
   * When a save counts as made that comes home (ms since 1970). Of the place of an own one all others stand in front of it, also
   * one that a clock dates later, as of a file that was just read while it was registered; one of another till stays where it was.
   */
  madeAtHome(save: Save): number {
    if (save.imported !== null) return madeAt(save);
    const index = this.#indexOf(save);
    const there = this.#sorted[index - 1];
    const isOfItsPlace = there !== undefined && placeOf(there) === placeOf(save);
    return isOfItsPlace ? asDate(Math.max(madeAt(save), madeAt(there) + 1)) : madeAt(save);
  }

  /** What is given no earlier time than this (ms since 1970) gets a place behind `save`. */
  timeBehind(save: Save): number {
    const index = this.#indexOf(save);
    const isHere = this.#sorted[index]?.requestId === save.requestId;
    return isHere ? (this.#latest[index] ?? 0) : madeAt(save);
  }

  /** How many stand in front of it. */
  #indexOf(save: Save): number {
    const isBefore = (other: Save | undefined) =>
      other !== undefined && compareSaves(other, save) < 0;
    return halve(this.#sorted.length, (at) => isBefore(this.#sorted[at]));
  }
}

/** How many there are in front of the first that is not `isBefore`, of so many in order. */
export function halve(count: number, isBefore: (at: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
