import { createHash } from 'node:crypto';
import type { Answer } from '../../app/gateway/readAnswer.ts';

/** So many acceptances are remembered: what somebody on the way says once more he says soon, or again and again. */
const REMEMBERED = 256;

/** By this a form says which save it is of: the frozen text, the same at each try. */
const SAVE = /(?:^|&)param_customer_save_open_req=([^&]*)/;

/**
 * What has been said of saves, whatever connection it came over. A connection of its own keeps an answer that comes late from
 * the next call, but not one that somebody on the way has kept, or hands to the wrong caller.
 */
export class HeardAcceptances {
  /** By the digest of a trace id, the one that was heard last at the end: what was said with it, and of which save, as digests. */
  readonly #heard = new Map<string, { text: string; save: string }>();

  /** Takes an answer down; true where it accepts a save that it has not been said of: another one was accepted by it. */
  isAnothers(answer: Answer, text: string, form: string): boolean {
    if (answer.kind !== 'result' || answer.fields.biz_success !== true) return false;
    // Without a trace id two people may be told the same.
    if (answer.traceId === '') return false;
    const traceId = digest(answer.traceId);
    const said = { text: digest(text), save: digest(SAVE.exec(form)?.[1] ?? '') };
    const before = this.#heard.get(traceId);
    const isSame = before?.text === said.text;
    this.#heard.delete(traceId);
    this.#heard.set(traceId, isSame ? before : said);
    for (const oldest of this.#heard.keys()) {
      if (this.#heard.size <= REMEMBERED) break;
      this.#heard.delete(oldest);
    }
    // A gateway that names all its calls alike is heard all the same.
    return isSame && before.save !== said.save && this.#heard.size > 1;
  }
}

/** Nobody's data stay here. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
