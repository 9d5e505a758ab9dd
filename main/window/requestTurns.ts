import { setTimeout as delay } from 'node:timers/promises';
import type { Pause } from '../files/durableFile.ts';

/** More than the whole page has of files: opening it never waits. */
export const AT_ONCE = 100;
/** As many wait; whoever comes then is refused. */
export const MOST_WAITING = 1_000;
const PAUSE_MS = 50;

/**
 * Who is answered now. Every answer to a page is an open file of the main process until Chromium has passed it on, also a
 * refusal; so only some begin at a time, and the others wait with nothing open for them. Nobody has to say when an answer is
 * through: of one that nobody wants any more that might never be heard.
 */
export class RequestTurns {
  readonly #waiting: (() => void)[] = [];
  readonly #pause: Pause;
  #begun = 0;
  #isPausing = false;

  constructor(pause: Pause = delay) {
    this.#pause = pause;
  }

  /** Resolves when it is one's turn, with false where too many wait already. */
  take(): Promise<boolean> {
    if (this.#waiting.length >= MOST_WAITING) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve(true));
      this.#begin();
    });
  }

  #begin(): void {
    while (this.#begun < AT_ONCE) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.#begun += 1;
      next();
    }
    if (!this.#isPausing && this.#begun > 0) void this.#goOnLater();
  }

  async #goOnLater(): Promise<void> {
    this.#isPausing = true;
    await this.#pause(PAUSE_MS);
    this.#isPausing = false;
    this.#begun = 0;
    this.#begin();
  }
}
