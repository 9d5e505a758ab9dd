import type { Answer } from './readAnswer.ts';

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
  readonly #digest: (text: string) => string;
  readonly #remembered: number;
  /** By the digest of all that was said, what was heard last at the end. */
  readonly #heard = new Map<string, Said>();
  /** Digests of the trace ids that were said, two at the most: then the gateway does not name all its calls alike. */
  readonly #names = new Set<string>();

  /**
   * `digest`: nobody's data stay here. `remembered`: so many acceptances are; what somebody on the way says once more he says soon, or
   * again and again.
   */
  constructor(digest: (text: string) => string, remembered: number) {
    this.#digest = digest;
    this.#remembered = remembered;
  }

  /**
   * Takes an answer down; true where it accepts a save that it has not been said of: another one was accepted by it. `text`: all of
   * it; `date`: the `Date` header.
   */
  isAnothers(read: Answer, { text, date }: { text: string; date: string }, form: string): boolean {
    if (read.kind !== 'result' || read.fields.biz_success !== true) return false;
    // Without a trace id two people may be told the same.
    if (read.traceId === '') return false;
    if (this.#names.size < 2) this.#names.add(this.#digest(read.traceId));
    const key = this.#digest(text);
    const said: Said = { save: this.#digest(SAVE.exec(form)?.[1] ?? ''), at: Date.parse(date) };
    const before = this.#heard.get(key);
    const isOfAnother = before !== undefined && before.save !== said.save;
    const isAnothers = isOfAnother && !this.#mayBeAlike(before, said);
    this.#heard.delete(key);
    this.#heard.set(key, isAnothers ? before : said);
    for (const oldest of this.#heard.keys()) {
      if (this.#heard.size <= this.#remembered) break;
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
