import { createHash } from 'node:crypto';
import { traceIdOf } from '../../app/gateway/readAnswer.ts';

/** So many answers of one connection are remembered: one that comes twice comes soon. */
const REMEMBERED = 32;

/**
 * What has come over one connection. Nothing in an answer says which call it is to: the network stack counts, so that one
 * that comes twice is handed to the next call. But each has a trace id of its own, and is never said again.
 */
export class HeardAnswers {
  /** Digests, the oldest first. */
  readonly #heard = new Set<string>();

  /** Takes an answer down; true where it was heard before, to another call. */
  isRepeated(text: string): boolean {
    const digest = createHash('sha256').update(text).digest('base64');
    // Without a trace id two people may be told the same.
    if (this.#heard.has(digest)) return traceIdOf(text) !== '';
    this.#heard.add(digest);
    for (const oldest of this.#heard) {
      if (this.#heard.size <= REMEMBERED) break;
      this.#heard.delete(oldest);
    }
    return false;
  }

  /** Another connection. */
  forget(): void {
    this.#heard.clear();
  }
}
