import type { ServerResponse } from 'node:http';
import type { ApiEvent } from '../../app/api/apiSchemas.ts';
import type { Clock } from '../clock/clock.ts';

/** A comment so often keeps a stream open, and finds out who has gone (ms). */
const BEAT_MS = 15_000;

/** Streams of their own are few: every POS program needs one. */
export const MAX_STREAMS = 4;

/** Who reads so slowly that so much waits (bytes) is let go, and asks again. */
const MAX_WAITING_BYTES = 64 * 1_024;

/** Who is told of saves as they happen. */
export class EventStreams {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #streams = new Set<ServerResponse>();
  #stopBeating = () => {};

  constructor(clock: Pick<Clock, 'after'>) {
    this.#clock = clock;
    this.#beat();
  }

  get size(): number {
    return this.#streams.size;
  }

  /** Answers with a stream from now on. False where there are too many, and nothing was answered. */
  add(response: ServerResponse): boolean {
    if (this.#streams.size >= MAX_STREAMS) return false;
    this.#streams.add(response);
    response.once('close', () => this.#streams.delete(response));
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.write(': from now on\n\n');
    return true;
  }

  tell(event: ApiEvent): void {
    this.#write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  end(): void {
    this.#stopBeating();
    for (const response of this.#streams) response.end();
  }

  #beat(): void {
    this.#stopBeating = this.#clock.after(BEAT_MS, () => {
      this.#write(': still here\n\n');
      this.#beat();
    });
  }

  #write(text: string): void {
    for (const response of this.#streams) {
      if (response.writableLength > MAX_WAITING_BYTES) response.destroy();
      else response.write(text);
    }
  }
}
