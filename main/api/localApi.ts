import type { FullApiChoice } from '../../app/api/apiChoice.ts';
import { errorCode } from '../files/durableFile.ts';
import type { Log } from '../log.ts';
import type { ApiServer } from './serveApi.ts';

/** Where the settings change, calls under way have so long (ms). */
const CHANGING_MS = 1_000;

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
  log: Log;
}

/** Answers where the settings say so, and nowhere else; each change of them is followed in turn. */
export class LocalApi {
  readonly #options: LocalApiOptions;
  #turn: Promise<void> = Promise.resolve();
  #server: { port: number; close: ApiServer['close'] } | null = null;
  #hasProblem = false;
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
    this.#turn = this.#turn.then(() => this.#end(deadline));
    return this.#turn;
  }

  async #follow(): Promise<void> {
    const { choice } = this.#options;
    const { enabled, port } = choice();
    const wanted = enabled && !this.#isStopped ? port : null;
    if (wanted === (this.#server?.port ?? null)) {
      this.#tell(null);
      return;
    }
    await this.#end(CHANGING_MS);
    this.#tell(wanted === null ? null : await this.#begin(wanted));
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
      log.warn('api does not answer', { port, code });
      return code === 'EADDRINUSE'
        ? { code: 'port-taken', detail: String(port) }
        : { code: 'not-started', detail: code };
    }
  }

  #tell(problem: ApiProblem | null): void {
    if (problem === null && !this.#hasProblem) return;
    this.#hasProblem = problem !== null;
    this.#options.onProblem(problem);
  }

  async #end(deadline: number): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.close(deadline);
  }
}
