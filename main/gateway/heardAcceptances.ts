import { createHash } from 'node:crypto';
import type { Answer as Read } from '../../app/gateway/readAnswer.ts';
import type { Answer } from './line.ts';

/** So many acceptances are remembered, a week of a busy counter's: one of several proxies may say once more what it has kept, and rarely. */
const REMEMBERED = 4_096;

/** By this a form says which save it is of: the frozen text, the same at each try. */
const SAVE = /(?:^|&)param_customer_save_open_req=([^&]*)/;

/** Of which save something was said, as a digest; and when, by the `Date` that came with it (ms since 1970, or NaN). */
interface Said {
  save: string;
  at: number;
}

/**
 * What has been said of saves, whatever connection it came over. A connection of its own keeps an answer that comes late from
 * the next call, but not one that somebody on the way has kept, or hands to the wrong caller.
 */
export class HeardAcceptances {
  /** By the digest of all that was said, what was heard last at the end. */
  readonly #heard = new Map<string, Said>();
  /** Digests of the trace ids that were said, two at the most: then the gateway does not name all its calls alike. */
  readonly #names = new Set<string>();

  /** Takes an answer down; true where it accepts a save that it has not been said of: another one was accepted by it. */
  isAnothers(read: Read, { text, date }: Pick<Answer, 'text' | 'date'>, form: string): boolean {
    if (read.kind !== 'result' || read.fields.biz_success !== true) return false;
    // Without a trace id two people may be told the same.
    if (read.traceId === '') return false;
    if (this.#names.size < 2) this.#names.add(digest(read.traceId));
    const key = digest(text);
    const said: Said = { save: digest(SAVE.exec(form)?.[1] ?? ''), at: Date.parse(date) };
    const before = this.#heard.get(key);
    const isOfAnother = before !== undefined && before.save !== said.save;
    const isAnothers = isOfAnother && !this.#mayBeAlike(before, said);
    this.#heard.delete(key);
    this.#heard.set(key, isAnothers ? before : said);
    for (const oldest of this.#heard.keys()) {
      if (this.#heard.size <= REMEMBERED) break;
      this.#heard.delete(oldest);
    }
    return isAnothers;
  }

  /**
   * A gateway that names all its calls alike is heard all the same, where it has said this anew: what somebody has kept since
   * the first acceptance of all looks like that, but for its date.
   */
  #mayBeAlike(before: Said, said: Said): boolean {
    return this.#names.size === 1 && said.at > before.at;
  }
}

/** Nobody's data stay here. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
