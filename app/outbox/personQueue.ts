import type { Save } from './save.ts';

/**
 * The unfinished saves in their order, and who waits for whom: a save waits for every earlier
 * unfinished save that shares one of its identity keys. Kept up to date change by change, so that a
 * choice does not look at a whole backlog.
 */
export class PersonQueue {
  readonly #saves = new Map<number, Save>();
  /** Sequences of each key, ascending; a lone one, as nearly all are, without an array around it. */
  readonly #sequencesByKey = new Map<string, number | number[]>();

  get size(): number {
    return this.#saves.size;
  }

  /** Takes in an unfinished save, or its newer version. Sequences of new saves only ever grow. */
  put(save: Save): void {
    if (!this.#saves.has(save.sequence)) {
      for (const key of save.identityKeys) {
        const others = this.#sequencesByKey.get(key);
        const all = () => [...this.#sequencesOf(key), save.sequence].sort((a, b) => a - b);
        this.#sequencesByKey.set(key, others === undefined ? save.sequence : all());
      }
    }
    this.#saves.set(save.sequence, save);
  }

  remove(save: Save): void {
    if (!this.#saves.delete(save.sequence)) return;
    for (const key of save.identityKeys) {
      const rest = this.#sequencesOf(key).filter((one) => one !== save.sequence);
      if (rest.length === 0) this.#sequencesByKey.delete(key);
      else this.#sequencesByKey.set(key, rest);
    }
  }

  /**
   * True when another save of the same person has to be finished first: an earlier one, or one that is
   * under way (a save that was taken back is earlier than others that were sent meanwhile).
   */
  isBlocked(save: Save): boolean {
    return save.identityKeys.some((key) => {
      const sequences = this.#sequencesOf(key);
      if ((sequences[0] ?? save.sequence) < save.sequence) return true;
      return sequences.length > 1 && sequences.some((one) => this.#isUnderWay(one, save));
    });
  }

  /**
   * Keeps a waiting save from being chosen, while it still blocks what comes after it: for as long as a
   * person's word about it is being stored. `put` or `remove` ends it.
   */
  reserve(save: Save): void {
    if (this.#saves.has(save.sequence))
      this.#saves.set(save.sequence, { ...save, state: 'sending' });
  }

  #isUnderWay(sequence: number, save: Save): boolean {
    return sequence !== save.sequence && this.#saves.get(sequence)?.state === 'sending';
  }

  #sequencesOf(key: string): readonly number[] {
    const found = this.#sequencesByKey.get(key) ?? [];
    return typeof found === 'number' ? [found] : found;
  }

  get(sequence: number): Save | undefined {
    return this.#saves.get(sequence);
  }

  /** Oldest first, as long as sequences are put in their order. */
  values(): IterableIterator<Save> {
    return this.#saves.values();
  }
}
