import type { Clock } from '../clock/clock.ts';
import type { Shutdown } from '../shutdown.ts';
import { KEEPING_MS } from './putAwayPage.ts';

/** How long a busy page may take to keep what was typed where the system waits for nobody (ms). */
export const KEEPING_IN_HASTE_MS = 500;

export interface ProgramEndParts {
  /** Begins nothing new, and lets the page keep what is typed, for so long at the most (ms). */
  keepTyped: (longest: number) => Promise<unknown>;
  /** The page goes. */
  letGo: () => void;
  shutdown: Pick<Shutdown, 'run'>;
  clock: Pick<Clock, 'after'>;
}

/** The end of the running program, whoever wants it: a quit, and the session that ends before that is done. */
export class ProgramEnd {
  readonly #parts: ProgramEndParts;
  #keeping: Promise<unknown> | null = null;
  #isLetGo = false;
  #isOver = false;

  constructor(parts: ProgramEndParts) {
    this.#parts = parts;
  }

  /** Everything is closed, or its time is over: nothing keeps the program from ending. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Closes everything, once. `deadline`: how long answers under way are waited for (ms), where nobody has begun before.
   * `within`: once the page is gone, which takes `KEEPING_IN_HASTE_MS` then, this call waits no longer than so many ms, also
   * for an end that somebody else has begun with more time.
   */
  async stop(deadline: number, within?: number): Promise<void> {
    const { keepTyped, letGo, shutdown } = this.#parts;
    const isInHaste = within !== undefined;
    this.#keeping ??= keepTyped(isInHaste ? KEEPING_IN_HASTE_MS : KEEPING_MS);
    await (isInHaste ? this.#inHaste(this.#keeping) : this.#keeping);
    if (!this.#isLetGo) letGo();
    this.#isLetGo = true;
    await shutdown.run(deadline, within);
    this.#isOver = true;
  }

  async #inHaste(keeping: Promise<unknown>): Promise<void> {
    let cancel = () => {};
    const late = new Promise<void>((resolve) => {
      cancel = this.#parts.clock.after(KEEPING_IN_HASTE_MS, resolve);
    });
    await Promise.race([keeping, late]);
    cancel();
  }
}
