import { hash } from 'node:crypto';
import { HeardAcceptances } from '../../app/gateway/heardAcceptances.ts';

/** So many answers are remembered, of all connections: one that comes twice comes soon. */
const REMEMBERED = 2_048;

/** So many acceptances are: at the platform's own pace for an app, half an hour of them. */
const ACCEPTANCES = 16_384;

/** The platform's own name for a call, in either format. */
const TRACED = /["<]request_id[">]/;

/**
 * What the platform has answered last, as digests. Nothing in an answer says which call it is to, so that one that comes
 * twice would be handed to the next call on its connection, which may be another till's. But each has a trace id of its own,
 * and is never said again.
 */
export class HeardAnswers {
  /** The oldest first. */
  readonly #heard = new Set<string>();

  /** Takes an answer down; true where it was heard before, to another call. */
  isRepeated(body: Buffer): boolean {
    const digest = hash('sha256', body, 'base64');
    // Without a trace id two calls may be told the same.
    if (this.#heard.has(digest)) return TRACED.test(body.toString('latin1'));
    this.#heard.add(digest);
    for (const oldest of this.#heard) {
      if (this.#heard.size <= REMEMBERED) break;
      this.#heard.delete(oldest);
    }
    return false;
  }
}

/** Of which saves the platform has said last that they are accepted, also where no connection is kept any more. */
export function heardAcceptances(): HeardAcceptances {
  return new HeardAcceptances((text) => hash('sha256', text, 'base64'), ACCEPTANCES);
}
