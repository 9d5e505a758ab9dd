import { BUILT_AT } from '../../app/member/believedDay.ts';
import { CLOCK_TOLERANCE_MS } from '../../app/outbox/doubt.ts';
import type { Numbers } from '../../app/outbox/forgotten.ts';
import { isAmong, misdated } from '../../app/outbox/misdated.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { WriteResult } from '../files/storeFailure.ts';
import type { Counting } from './counting.ts';

export interface SequenceNumbersOptions {
  saves: Pick<Saves, 'values'>;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** The gateway's clock, ms since 1970; the till's own as long as nothing has proved it. */
  bestNow: () => number;
  /** No right clock stands before it (ms since 1970); default: the day of the build. */
  builtAt?: number | undefined;
  /** Whether a folder that was set aside had given numbers as well, or may have. */
  aside: { readonly hasGiven?: boolean };
  /** Knows which numbers are forgotten, and is told of those that are given to nobody: a store that is lost had given them. */
  totals: Pick<Counting, 'passOver' | 'lastUncounted' | 'forgottenUntil'>;
  /** When a number that is lost was given at the latest (ms since 1970). */
  lostBefore: () => number;
}

/** Gives each save of this till its sequence number, none of them twice, and knows what may have become of it. */
export class SequenceNumbers implements Numbers {
  readonly #options: SequenceNumbersOptions;
  #last: number;
  /** The highest that another run of the program has given. */
  #lastBefore: number;
  /** Numbers that were given, and are not on the disk: not yet, or it has refused them. */
  readonly #notStored = new Set<number>();
  /** Those that are on their way to it. */
  readonly #beingStored = new Set<number>();

  /** `last`: the highest that was ever given. */
  constructor(options: SequenceNumbersOptions, last: number) {
    this.#options = options;
    this.#last = last;
    this.#lastBefore = last;
  }

  /** The next one; nobody else gets it, also where the disk refuses its save. */
  give(): number {
    this.#last += 1;
    return this.#last;
  }

  /** No sequence up to this one is given any more: it was given by a store that is lost. */
  goOnBehind(sequence: number): void {
    const first = this.#last + 1;
    this.#last = Math.max(this.#last, sequence);
    this.#lastBefore = Math.max(this.#lastBefore, sequence);
    this.#options.totals.passOver(first, sequence);
  }

  /** Stores a save that nobody has had before: it has surely not left before that is done. */
  async storeNew(sequence: number, store: () => Promise<WriteResult>): Promise<WriteResult> {
    this.#notStored.add(sequence);
    const written = await this.store(sequence, store);
    if (written.ok) this.#notStored.delete(sequence);
    return written;
  }

  /** Stores the save of a number: nobody knows it meanwhile. */
  async store(sequence: number, store: () => Promise<WriteResult>): Promise<WriteResult> {
    this.#beingStored.add(sequence);
    try {
      return await store();
    } finally {
      this.#beingStored.delete(sequence);
    }
  }

  get lastSequence(): number {
    return this.#last;
  }

  /** The number of the first save that nobody knows yet: it is just being stored, or is the next that is given. */
  get nextUnknown(): number {
    return Math.min(this.#last + 1, ...this.#beingStored);
  }

  get beingStored(): ReadonlySet<number> {
    return this.#beingStored;
  }

  hasNotLeft(sequence: number): boolean {
    return this.#notStored.has(sequence);
  }

  get hasOthers(): boolean {
    const { aside, totals, bestNow } = this.#options;
    // What came back out of a folder is counted as well, whatever numbers it had: those of here may have been given anew.
    const hasForgotten = totals.forgottenUntil(bestNow()) > Number.NEGATIVE_INFINITY;
    return hasForgotten || (aside.hasGiven ?? false);
  }

  lastUncounted(sequence: number): number {
    return this.#options.totals.lastUncounted(sequence);
  }

  lostBefore(): number {
    return this.#options.lostBefore();
  }

  /** Of this till's own saves, whether nobody knows when it was made: what a file says of that is no order to go by. */
  misdated(): (save: Pick<Save, 'requestId'>) => boolean {
    const { saves, now, bestNow, builtAt = BUILT_AT } = this.#options;
    const isBeforeBuild = ({ sequence, createdAt }: Save) =>
      sequence > this.#lastBefore && createdAt < builtAt;
    const dating = { behind: bestNow() - now(), now: bestNow(), isBeforeBuild };
    return isAmong(misdated(saves.values(), { ...dating, tolerance: CLOCK_TOLERANCE_MS }));
  }
}
