import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Clock } from '../clock/clock.ts';
import { asWriteFailure } from '../files/storeFailure.ts';

/** While the disk refuses, it is asked after this time (ms), and after twice as long each time. */
const FIRST_WAIT_MS = 2_000;
const MAX_WAIT_MS = 60_000;

export interface RefusalOptions {
  clock: Pick<Clock, 'after'>;
  /** Asks the disk again; what comes of it is told to `refused` or `allowed`. */
  ask: () => void;
  /** Calls back when the disk begins to refuse, refuses for another reason, and takes changes again. */
  onChanged: () => void;
}

/** Whether the disk takes changes, and if not, why. It is asked again by itself, so that nobody need restart the till. */
export class Refusal {
  readonly #options: RefusalOptions;
  #warning: StoreWarning | null = null;
  #wait = FIRST_WAIT_MS;
  #cancel: (() => void) | null = null;
  #isClosed = false;

  constructor(options: RefusalOptions) {
    this.#options = options;
  }

  /** What to tell while changes are refused, or null. */
  get warning(): StoreWarning | null {
    return this.#warning;
  }

  refused(error: unknown): void {
    if (this.#isClosed) return;
    const { failure, detail } = asWriteFailure(error);
    const code = failure === 'store.failed' ? 'store.write-failed' : failure;
    const isNews = this.#warning?.code !== code || this.#warning.detail !== detail;
    this.#warning = { code, detail };
    if (this.#cancel === null) {
      this.#cancel = this.#options.clock.after(this.#wait, () => {
        this.#cancel = null;
        this.#options.ask();
      });
      this.#wait = Math.min(2 * this.#wait, MAX_WAIT_MS);
    }
    if (isNews) this.#options.onChanged();
  }

  /** True when it had refused before. */
  allowed(): boolean {
    if (this.#warning === null) return false;
    this.#warning = null;
    this.#wait = FIRST_WAIT_MS;
    this.#stopAsking();
    this.#options.onChanged();
    return true;
  }

  close(): void {
    this.#isClosed = true;
    this.#stopAsking();
  }

  #stopAsking(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
