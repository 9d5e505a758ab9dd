import type { Shutdown } from '../shutdown.ts';

export interface ProgramEndParts {
  /** Keeps what is typed, and lets the page go. */
  letGo: () => Promise<void>;
  shutdown: Pick<Shutdown, 'run'>;
}

/** The end of the running program, whoever wants it: a quit, and the session that ends before that is done. */
export class ProgramEnd {
  readonly #parts: ProgramEndParts;
  #lettingGo: Promise<void> | null = null;
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
   * `within`: after so many ms this call waits no longer, also for an end that somebody else has begun with more time.
   */
  async stop(deadline: number, within?: number): Promise<void> {
    const { letGo, shutdown } = this.#parts;
    this.#lettingGo ??= letGo();
    await this.#lettingGo;
    await shutdown.run(deadline, within);
    this.#isOver = true;
  }
}
