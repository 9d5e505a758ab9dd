import { createHash } from 'node:crypto';
import { gatewayTimestamp } from './gatewayTimestamp.ts';

/** So many bodies are remembered: more than can be sent within the same few seconds. */
const REMEMBERED = 64;

/** No further ahead of the clock than this (s); the gateway allows ten minutes. */
const MAX_AHEAD_SECONDS = 60;

/**
 * A fresh timestamp for every send of one body. The gateway refuses a sign that it has seen, and a sign has
 * a resolution of a second: a second send within the same second is dated a second later.
 */
export class SigningTimestamps {
  /** Hash of a body (nobody's data stays here) → the second of its last timestamp (s since 1970). */
  readonly #last = new Map<string, number>();

  /** `now`: the gateway's clock, ms since 1970. */
  next(body: string, now: number): string {
    let second = Math.floor(now / 1_000);
    const key = createHash('sha256').update(body).digest('base64');
    const last = this.#last.get(key);
    // A clock that was set back far starts anew.
    if (last !== undefined && last >= second && last - second < MAX_AHEAD_SECONDS)
      second = last + 1;
    this.#last.delete(key);
    this.#last.set(key, second);
    for (const oldest of this.#last.keys()) {
      if (this.#last.size <= REMEMBERED) break;
      this.#last.delete(oldest);
    }
    return gatewayTimestamp(second * 1_000);
  }
}
