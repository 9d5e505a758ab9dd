import { compareSaves, halve } from './order.ts';
import { People } from './people.ts';
import type { Save } from './save.ts';

/** The unfinished saves in their order, for whoever only looks. */
export interface WaitingSaves {
  readonly size: number;
  get(sequence: number): Save | undefined;
  /** Oldest first. */
  values(): IterableIterator<Save>;
  /** True when another save of the same person has to be finished first, or is just being sent. */
  isBlocked(save: Save): boolean;
  /** The save that has to be finished first so that this one can be, or this one itself. */
  firstOf(save: Save): Save;
  /** The name of whom a save is of, the same for all that wait for each other; also of one that is finished or held. */
  personOf(save: Save): string;
  /** The same of whoever has this hash (`identityKeys`). */
  personOfKey(key: string): string;
}

/**
 * The unfinished saves in their order, and who waits for whom: a save waits for every earlier
 * unfinished save of the same person, and while one of that person is being sent. Kept up to date change
 * by change, so that a choice does not look at a whole backlog.
 */
export class PersonQueue implements WaitingSaves {
  #saves = new Map<number, Save>();
  #people = new People();
  /** Sequences of each person, in order; a lone one, as nearly all are, without an array around it. */
  readonly #sequencesOf = new Map<string, number | number[]>();
  /** What is under way: a few at the most. */
  readonly #sending = new Set<Save>();
  #last: Save | null = null;
  #isSorted = true;
  readonly #isAlone: (save: Save) => boolean;
  readonly #all: () => Iterable<Save>;
  #isToRegroup = false;

  /**
   * `isAlone`: whether what a save says of whose it is joins nobody, from then on. Default: it does. `all`: every save that
   * is known, by which people are told apart anew. Default: those that wait.
   */
  constructor(isAlone: (save: Save) => boolean = () => false, all?: () => Iterable<Save>) {
    this.#isAlone = isAlone;
    this.#all = all ?? (() => this.#saves.values());
  }

  /** One that had joined people is alone from now on: who it was taken for goes by everybody else's saves. */
  regroup(): void {
    // Many are found at once: not one look at every save for each.
    this.#isToRegroup = true;
  }

  get size(): number {
    return this.#saves.size;
  }

  /** Takes in an unfinished save, or its newer version. */
  put(save: Save): void {
    this.#regrouped();
    const before = this.#saves.get(save.sequence);
    this.#saves.set(save.sequence, save);
    if (before === undefined) this.#enter(save);
    else this.#sending.delete(before);
    if (save.state === 'sending') this.#sending.add(save);
  }

  /** Leaves out a finished save; who it showed to be one person still is. */
  remove(save: Save): void {
    this.#regrouped();
    const person = this.#join(save);
    const before = this.#saves.get(save.sequence);
    if (before === undefined) return;
    this.#saves.delete(save.sequence);
    this.#sending.delete(before);
    const sequences = this.#sequencesOf.get(person);
    if (typeof sequences === 'object' && sequences.length > 1) {
      sequences.splice(sequences.indexOf(save.sequence), 1);
    } else this.#sequencesOf.delete(person);
  }

  /**
   * Keeps a save from being chosen, while it blocks what comes after it, also where it does not wait yet: for as long as
   * somebody's word about it is being stored. `put` or `remove` ends it.
   */
  reserve(save: Save): void {
    this.put({ ...save, state: 'sending' });
  }

  isBlocked(save: Save): boolean {
    if (this.firstOf(save).sequence !== save.sequence) return true;
    const person = this.personOf(save);
    for (const other of this.#sending) {
      if (other.sequence === save.sequence) continue;
      if (this.personOf(other) === person) return true;
    }
    return false;
  }

  firstOf(save: Save): Save {
    const sequences = this.#sequencesOf.get(this.personOf(save));
    const sequence = typeof sequences === 'object' ? sequences[0] : sequences;
    if (sequence === undefined || sequence === save.sequence) return save;
    const first = this.#saves.get(sequence);
    return first !== undefined && compareSaves(first, save) < 0 ? first : save;
  }

  personOf(save: Save): string {
    this.#regrouped();
    return this.#people.of(this.#keysOf(save));
  }

  personOfKey(key: string): string {
    this.#regrouped();
    return this.#people.of([key]);
  }

  get(sequence: number): Save | undefined {
    return this.#saves.get(sequence);
  }

  values(): IterableIterator<Save> {
    if (!this.#isSorted) {
      const sorted = [...this.#saves.values()].sort(compareSaves);
      this.#saves = new Map(sorted.map((save) => [save.sequence, save]));
      this.#isSorted = true;
    }
    return this.#saves.values();
  }

  #regrouped(): void {
    if (!this.#isToRegroup) return;
    this.#isToRegroup = false;
    this.#people = new People();
    this.#sequencesOf.clear();
    for (const save of this.#all()) this.#join(save);
    for (const save of this.#saves.values()) this.#line(save);
  }

  /** Gives a save its place among those of its person. */
  #line(save: Save): void {
    const { sequence } = save;
    const person = this.#join(save);
    const others = this.#sequencesOf.get(person);
    this.#sequencesOf.set(person, others === undefined ? sequence : this.#merge(others, sequence));
  }

  #enter(save: Save): void {
    this.#line(save);
    // A save that was requeued, or was made at another till, is older than what came since.
    if (this.#last === null || compareSaves(this.#last, save) < 0) this.#last = save;
    else this.#isSorted = false;
  }

  /** Learns from a save who is one person. */
  #join(save: Save): string {
    return this.#people.join(this.#keysOf(save), (from, into) => {
      const moved = this.#sequencesOf.get(from);
      if (moved === undefined) return;
      const there = this.#sequencesOf.get(into);
      this.#sequencesOf.delete(from);
      this.#sequencesOf.set(into, there === undefined ? moved : this.#merge(there, moved));
    });
  }

  /** Both in one list, in order: the fewer are put in their places among the others, and all of those are never sorted anew. */
  #merge(some: number | number[], more: number | number[]): number[] {
    const [one, other] = [listOf(some), listOf(more)];
    const [fewer, all] = one.length < other.length ? [one, other] : [other, one];
    for (const sequence of fewer) all.splice(this.#placeIn(all, sequence), 0, sequence);
    return all;
  }

  /** The usual case, a newer one behind older ones, costs one look. */
  #placeIn(all: readonly number[], sequence: number): number {
    const isBefore = (at: number) => this.#compare(all[at] ?? 0, sequence) < 0;
    return isBefore(all.length - 1) ? all.length : halve(all.length - 1, isBefore);
  }

  #compare(one: number, other: number): number {
    const [first, second] = [this.#saves.get(one), this.#saves.get(other)];
    return first === undefined || second === undefined ? one - other : compareSaves(first, second);
  }

  /** Whoever has neither mobile nor outer id is a person alone. */
  #keysOf(save: Save): readonly string[] {
    const { identityKeys, sequence } = save;
    return identityKeys.length > 0 && !this.#isAlone(save) ? identityKeys : [`#${sequence}`];
  }
}

function listOf(sequences: number | number[]): number[] {
  return typeof sequences === 'number' ? [sequences] : sequences;
}
