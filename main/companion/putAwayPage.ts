import type { Clock } from '../clock/clock.ts';

/** So long (ms) a page may take to say that what was typed is kept. One that is busy for longer goes all the same. */
export const KEEPING_MS = 3_000;

/** A page that cannot be kept for lack of it on the disk is asked again after this time (ms). */
const AGAIN_AFTER_MS = 60_000;

export interface PutAwayParts {
  page: {
    /** Resolves once the page has said whether what was typed is kept; true at once where there is no page to say it. */
    keepTyped(): Promise<boolean>;
  };
  clock: Pick<Clock, 'after'>;
  /** Takes the page away. */
  end: () => void;
}

/**
 * A page that is out of sight. Its memory is given back once what was typed in it is on the disk; as long as it cannot be
 * (the disk is full, an earlier form is still to come back), the page stays: nothing else has it.
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

  /** Whether nothing of what was typed would go with the page. One that does not say so `within` (ms) is not waited for. */
  async keepTyped(within: number): Promise<boolean> {
    const { page, clock } = this.#parts;
    let cancel = () => {};
    const late = new Promise<true>((resolve) => {
      cancel = clock.after(within, () => resolve(true));
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
