import type { Clock } from '../clock/clock.ts';
import type { TypedGiven } from './typedGiven.ts';

/**
 * So long (ms) a page may take to say that what was typed is kept. One that is busy for longer goes all the same, unless it has
 * given something to be kept that is not on the disk: the disk's own patience with whoever holds a file is longer than this.
 */
export const KEEPING_MS = 3_000;

/** A page that cannot be kept for lack of it on the disk is asked again after this time (ms). */
const AGAIN_AFTER_MS = 60_000;

export interface PutAwayParts {
  page: {
    /** Resolves once the page has said whether what was typed is kept; true at once where there is no page to say it. */
    keepTyped(): Promise<boolean>;
  };
  typed: Pick<TypedGiven, 'standing'>;
  clock: Pick<Clock, 'after'>;
  /** Takes the page away. */
  end: () => void;
}

/**
 * A page that is out of sight. Its memory is given back once what was typed in it is on the disk; as long as it cannot be
 * (the disk is full, somebody holds the file, an earlier form is still to come back), the page stays: nothing else has it.
 */
export class PutAwayPage {
  readonly #parts: PutAwayParts;
  #stop = () => {};

  constructor(parts: PutAwayParts) {
    this.#parts = parts;
  }

  /** Its memory is given back after `keptFor` (ms) at the earliest. */
  begin(keptFor: number): void {
    this.stop();
    if (keptFor > 0) this.#later(keptFor);
    else this.#giveBack();
  }

  /** It is wanted again, or goes with the program. */
  stop(): void {
    this.#stop();
  }

  /**
   * Whether nothing is known of what was typed that would go with the page. One that does not say so `within` (ms) is not
   * waited for.
   */
  async keepTyped(within: number): Promise<boolean> {
    return (await this.#asked(within)) ?? this.#parts.typed.standing !== 'unkept';
  }

  /** Whether it is known that nothing of what was typed would go with the page. */
  async isKnownKept(within: number): Promise<boolean> {
    return (await this.#asked(within)) ?? this.#parts.typed.standing === 'nothing';
  }

  /** Null: the page has not said it `within` (ms). */
  async #asked(within: number): Promise<boolean | null> {
    const { page, clock } = this.#parts;
    let cancel = () => {};
    const late = new Promise<null>((resolve) => {
      cancel = clock.after(within, () => resolve(null));
    });
    const isKept = await Promise.race([page.keepTyped(), late]);
    cancel();
    return isKept;
  }

  #later(time: number): void {
    this.#stop = this.#parts.clock.after(time, () => this.#giveBack());
  }

  #giveBack(): void {
    let isStopped = false;
    this.#stop = () => {
      isStopped = true;
    };
    void this.keepTyped(KEEPING_MS).then((isKept) => {
      if (isStopped) return;
      if (isKept) this.#parts.end();
      else this.#later(AGAIN_AFTER_MS);
    });
  }
}
