import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

/** An answer, whole. */
export interface WholeAnswer {
  statusCode: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/**
 * Takes one answer off the wire, without the streams and signals that undici's `request` makes for each: a relay makes
 * thousands of calls a second, and these were a fifth of what one costs.
 */
export class AnswerTaker implements Dispatcher.DispatchHandler {
  readonly #done: (answer: WholeAnswer | Error) => void;
  readonly #parts: Buffer[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  /** Why it was given up before anything was sent. */
  #givenUp: Error | null = null;
  #statusCode = 0;
  #headers: IncomingHttpHeaders = {};

  /** `done`: told once, of the whole answer or of why there is none. */
  constructor(done: (answer: WholeAnswer | Error) => void) {
    this.#done = done;
  }

  /** No more waiting. What has left has left. */
  giveUp(reason: Error): void {
    this.#givenUp = reason;
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#givenUp !== null) controller.abort(this.#givenUp);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: IncomingHttpHeaders,
  ): void {
    // What comes before the answer (100, 103) says nothing of it.
    if (statusCode < 200) return;
    this.#statusCode = statusCode;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, part: Buffer): void {
    this.#parts.push(part);
  }

  onResponseEnd(): void {
    const [only, ...more] = this.#parts;
    const body = only !== undefined && more.length === 0 ? only : Buffer.concat(this.#parts);
    this.#done({ statusCode: this.#statusCode, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#done(error);
  }
}
