import type { Clock } from '../clock/clock.ts';
import type { Log } from '../log.ts';

/** How long answers under way are waited for (ms). */
const STOP_DEADLINE_MS = 1_000;

/** Windows gives a program five seconds (HungAppTimeout); all is closed in this time (ms), or left as it is. */
const CLOSING_MS = 3_500;

/** Whoever has called the end of the session off finds the till started again after this time (ms). */
const CALLED_OFF_MS = 20_000;

export interface SessionEndParts {
  /** Closes everything in order: `deadline` (ms) for answers under way, `within` (ms) for all of it. */
  stop: (deadline: number, within: number) => Promise<void>;
  clock: Pick<Clock, 'after'>;
  log: Log;
  /** Whoever sees the screen learns that what waits is safe. */
  say: () => void;
  restart: () => void;
}

/**
 * Somebody signs out or shuts the PC down. The store is closed in order before the system ends the program, which it does
 * without asking again.
 */
export class SessionEnd {
  readonly #parts: SessionEndParts;
  #ending: Promise<void> | null = null;

  constructor(parts: SessionEndParts) {
    this.#parts = parts;
  }

  /** Resolves when everything is closed, or its time is over. */
  begin(sign: string): Promise<void> {
    this.#ending ??= this.#end(sign);
    return this.#ending;
  }

  async #end(sign: string): Promise<void> {
    const { stop, clock, log, say, restart } = this.#parts;
    log.info('session ends', { sign });
    say();
    clock.after(CALLED_OFF_MS, restart);
    await stop(STOP_DEADLINE_MS, CLOSING_MS);
  }
}
