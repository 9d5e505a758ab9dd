import type { App } from 'electron';
import { HIDDEN } from '../companion/startAtSignIn.ts';
import { readSecondStart } from './secondStart.ts';
import { isRegisterLink, QUIT, REGISTER, type Wish } from './wish.ts';

/** Starts that come before the till is there, each with a file or a line at the most; more is nobody's hand. */
const MAX_WAITING = 100;

/**
 * Hears of every second start from the first moment on: it has been told that its word was taken, and a till that still
 * waits for its disk must not forget that.
 */
export class SecondStarts {
  readonly #waiting: unknown[] = [];
  #heed: ((told: unknown) => void) | null = null;
  #onEach = (_wish: Wish) => {};

  constructor(app: Pick<App, 'on'>) {
    app.on('second-instance', (_event, argv, _workingFolder, told) => {
      if (this.#heed !== null) this.#heed(told);
      else if (this.#waiting.length < MAX_WAITING) this.#waiting.push(told);
      const wish = readSecondStart(told)?.wants ?? 'window';
      // One that came with the session wants nothing to be seen.
      if (wish === QUIT || !argv.includes(`--${HIDDEN}`)) this.#onEach(wish);
    });
    // macOS hands a link over so, to the program that runs.
    app.on('open-url', (event, link) => {
      event.preventDefault();
      this.#onEach(isRegisterLink(link) ? REGISTER : 'window');
    });
  }

  /** Called at every start of somebody from now on, at once, whether what it says is heeded already or not. */
  onEach(listener: (wish: Wish) => void): void {
    this.#onEach = listener;
  }

  /** From now on `heed` gets what comes, and at once what has come so far, in its order. */
  handTo(heed: (told: unknown) => void): void {
    this.#heed = heed;
    for (const told of this.#waiting.splice(0)) heed(told);
  }
}
