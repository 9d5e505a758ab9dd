import type { Clock } from '../clock/clock.ts';
import { errorCode } from '../files/durableFile.ts';

/** While no line can be written, it is tried again after this time (ms), and by every entry. */
const TRY_AGAIN_AFTER_MS = 60_000;

interface RefusalOptions {
  clock: Pick<Clock, 'after'>;
  tryAgain: () => Promise<unknown>;
  /** Calls back when `code` is another one. */
  onChanged: () => void;
}

/** That no line can be written now, and that it is tried again by itself. */
export class Refusal {
  readonly #options: RefusalOptions;
  #code: string | null = null;
  #stopTrying: (() => void) | null = null;

  constructor(options: RefusalOptions) {
    this.#options = options;
  }

  /** What the disk said, or null where lines can be written. */
  get code(): string | null {
    return this.#code;
  }

  /** What is no refusal of the disk is none. */
  begin(error: unknown): void {
    const code = errorCode(error);
    if (code === '') return;
    const isNews = this.#code !== code;
    this.#code = code;
    this.#stopTrying ??= this.#options.clock.after(TRY_AGAIN_AFTER_MS, () => {
      this.#stopTrying = null;
      void this.#options.tryAgain().catch(() => undefined);
    });
    if (isNews) this.#options.onChanged();
  }

  /** A line can be written; true where none could. The caller tells of it. */
  end(): boolean {
    const wasRefused = this.#code !== null;
    this.#code = null;
    this.stop();
    return wasRefused;
  }

  /** It is not tried again by itself. */
  stop(): void {
    this.#stopTrying?.();
    this.#stopTrying = null;
  }
}
