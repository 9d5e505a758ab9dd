import type { FullApiChoice } from '../../app/api/apiChoice.ts';
import { type Clock, systemClock } from '../clock/clock.ts';
import { errorCode } from '../files/durableFile.ts';
import type { Log } from '../log.ts';
import type { ApiServer } from './serveApi.ts';

/** Where the settings change, calls under way have so long (ms). */
const CHANGING_MS = 1_000;

/** Whoever has the port may let it go: it is tried so often (ms). */
const AGAIN_MS = 60_000;

/** Why nobody is answered: the port is another program's (`detail`: which), or what the system says (its code). */
export interface ApiProblem {
  code: 'port-taken' | 'not-started';
  detail: string;
}

export interface LocalApiOptions {
  choice: () => FullApiChoice;
  /** Begins to answer at this port. Rejects with the system's own error. */
  serve: (port: number) => Promise<ApiServer>;
  /** Null: nothing is wrong any more. */
  onProblem: (problem: ApiProblem | null) => void;
  /** Default: the system's. */
  clock?: Pick<Clock, 'after'>;
  log: Log;
}

/** Answers where the settings say so, and nowhere else; each change of them is followed in turn. */
export class LocalApi {
  readonly #options: LocalApiOptions;
  #turn: Promise<void> = Promise.resolve();
  #server: { port: number; close: ApiServer['close'] } | null = null;
  /** What was told last. */
  #problem: ApiProblem | null = null;
  #cancel = () => {};
  #isStopped = false;

  constructor(options: LocalApiOptions) {
    this.#options = options;
  }

  /** The settings may have changed. Resolves when it answers as they say, or somebody was told that it does not. */
  choose(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#follow());
    return this.#turn;
  }

  /** Answers no more. What is under way has `deadline` ms. */
  stop(deadline: number): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    this.#turn = this.#turn.then(() => this.#end(deadline));
    return this.#turn;
  }

  async #follow(): Promise<void> {
    const { choice, clock = systemClock } = this.#options;
    this.#cancel();
    const { enabled, port } = choice();
    const wanted = enabled && !this.#isStopped ? port : null;
    if (wanted === (this.#server?.port ?? null)) {
      this.#tell(null);
      return;
    }
    await this.#end(CHANGING_MS);
    const problem = wanted === null ? null : await this.#begin(wanted);
    this.#tell(problem);
    if (problem !== null && !this.#isStopped)
      this.#cancel = clock.after(AGAIN_MS, () => void this.choose());
  }

  async #begin(port: number): Promise<ApiProblem | null> {
    const { serve, log } = this.#options;
    try {
      const { close } = await serve(port);
      this.#server = { port, close };
      log.info('api answers', { port });
      return null;
    } catch (error) {
      const code = errorCode(error) || 'unknown';
      const problem: ApiProblem =
        code === 'EADDRINUSE'
          ? { code: 'port-taken', detail: String(port) }
          : { code: 'not-started', detail: code };
      if (!isSame(problem, this.#problem)) log.warn('api does not answer', { port, code });
      return problem;
    }
  }

  #tell(problem: ApiProblem | null): void {
    if (isSame(problem, this.#problem)) return;
    this.#problem = problem;
    this.#options.onProblem(problem);
  }

  async #end(deadline: number): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.close(deadline);
  }
}

function isSame(one: ApiProblem | null, other: ApiProblem | null): boolean {
  return one?.code === other?.code && one?.detail === other?.detail;
}
