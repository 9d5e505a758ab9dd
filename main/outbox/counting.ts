import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';

/** The numbers that were given: `SequenceNumbers`. */
export interface GivenNumbers {
  readonly lastSequence: number;
  /** Those that are on their way to the disk just now. */
  readonly beingStored: Iterable<number>;
}

/** What is counted beside what is forgotten: the saves that are here, and the numbers that were given. */
export interface CountedBeside {
  saves: Pick<Saves, 'findBySequence' | 'sequences'>;
  numbers: GivenNumbers;
}

/** Keeps count of what is forgotten: `Totals`, which says more of each. */
export interface Counting {
  beside(beside: CountedBeside): Promise<void>;
  /**
   * Counts saves, then erases them; null, and nothing is erased, where they cannot be counted. `as`: what they count as,
   * whatever they are.
   */
  leave<Result>(
    saves: readonly Save[],
    erase: () => Promise<Result>,
    as?: 'erased',
  ): Promise<Result | null>;
  /** Nothing is expected under the numbers from `first` to `last`. */
  passOver(first: number, last: number): void;
  /** The highest of those that were passed over, as far as the disk has kept it; 0 where there is none. */
  readonly lastPassedOver: number;
  /** The highest number up to this one that has not been counted so; 0 where there is none, or nobody counts. */
  lastUncounted(sequence: number): number;
  /**
   * Until when what was accepted, and is forgotten, was made at the latest (ms since 1970), as far as that is not to come yet by
   * `time`; before all time where there is none, or nobody counts.
   */
  forgottenUntil(time: number): number;
  /** `confirmedTime`: the gateway's clock, ms since 1970, as two answers have proved it. */
  prune(confirmedTime: number): Promise<void>;
  keep(): Promise<void>;
}

export const NOT_COUNTED: Counting = {
  beside: async () => undefined,
  leave: (_saves, erase) => erase(),
  passOver: () => undefined,
  lastPassedOver: 0,
  lastUncounted: () => 0,
  forgottenUntil: () => Number.NEGATIVE_INFINITY,
  prune: async () => undefined,
  keep: async () => undefined,
};
