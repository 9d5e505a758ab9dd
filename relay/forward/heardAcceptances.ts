import { hash } from 'node:crypto';
import type { RawAnswer } from './platformAnswer.ts';

/** So many acceptances are remembered: at the platform's own pace for an app, half an hour of them. */
const REMEMBERED = 16_384;

/** By this the platform says, in either format, what it calls the call that it answers. */
const TRACE = /["<]request_id(?:"\s*:\s*"|>)([^"<]+)/;

/** Of which save something was said, as a digest; and when, by the `Date` that came with it (ms since 1970, or NaN). */
interface Said {
  save: string;
  at: number;
}

/**
 * Which saves the platform has accepted last, and in which words. A connection for each call keeps an answer that comes twice from the
 * next one, but not one that somebody on the way has kept, or hands to the wrong caller: that may be another till's.
 */
export class HeardAcceptances {
  /** By the digest of all that was said, what was heard last at the end. */
  readonly #heard = new Map<string, Said>();
  /** Digests of the trace ids that were said, two at the most: then the platform does not name all its calls alike. */
  readonly #names = new Set<string>();

  /**
   * Takes an acceptance down; true where the same was said of another save before. `save`: the frozen text of the one that it
   * answers now, the same at each try.
   */
  isAnothers({ body, date }: Pick<RawAnswer, 'body' | 'date'>, save: string): boolean {
    const [, trace] = TRACE.exec(body.toString('latin1')) ?? [];
    // Without a trace id two people may be told the same.
    if (trace === undefined) return false;
    if (this.#names.size < 2) this.#names.add(hash('sha256', trace, 'base64'));
    const key = hash('sha256', body, 'base64');
    const said: Said = { save: hash('sha256', save, 'base64'), at: Date.parse(date ?? '') };
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

  /** A platform that names all its calls alike is heard all the same, where it has said this anew: what was kept has the date of then. */
  #mayBeAlike(before: Said, said: Said): boolean {
    return this.#names.size === 1 && said.at > before.at;
  }
}
