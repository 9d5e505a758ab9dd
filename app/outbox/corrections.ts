import { compareSaves } from './order.ts';
import type { Save } from './save.ts';

/**
 * Which save corrects which. A correction is always younger than what it corrects, so the links end;
 * a link that says otherwise is none.
 */
export class Corrections {
  readonly #ofOriginal = new Map<string, string[]>();
  readonly #find: (requestId: string) => Save | undefined;

  constructor(find: (requestId: string) => Save | undefined) {
    this.#find = find;
  }

  /** Takes in a save that is new to this till. */
  add({ requestId, correctionOf }: Save): void {
    if (correctionOf === null) return;
    const others = this.#ofOriginal.get(correctionOf);
    if (others === undefined) this.#ofOriginal.set(correctionOf, [requestId]);
    else others.push(requestId);
  }

  remove({ requestId, correctionOf }: Save): void {
    if (correctionOf === null) return;
    const rest = (this.#ofOriginal.get(correctionOf) ?? []).filter((one) => one !== requestId);
    if (rest.length === 0) this.#ofOriginal.delete(correctionOf);
    else this.#ofOriginal.set(correctionOf, rest);
  }

  /** The latest correction of a save that still stands, apart from `except`, or undefined. */
  standingFor(original: Save, except?: Save): Save | undefined {
    return this.allOf(original)
      .filter((correction) => correction.requestId !== except?.requestId)
      .filter((correction) => stands(correction, original))
      .sort(compareSaves)
      .at(-1);
  }

  /** Every correction of a save that this till knows, whatever has become of it. */
  allOf(original: Save): Save[] {
    const corrections = this.#ofOriginal.get(original.requestId) ?? [];
    return corrections
      .flatMap((requestId) => this.#find(requestId) ?? [])
      .filter((correction) => compareSaves(original, correction) < 0);
  }

  /** Those that say to correct it, also where one says to be the older of the two: a save may come here behind its correction. */
  naming({ requestId }: Pick<Save, 'requestId'>): Save[] {
    return (this.#ofOriginal.get(requestId) ?? []).flatMap((id) => this.#find(id) ?? []);
  }

  /** Of those the one that this till has known for the least time: each before it shares a number or code with another one. */
  lastNaming({ requestId }: Pick<Save, 'requestId'>): Save | undefined {
    const last = this.#ofOriginal.get(requestId)?.at(-1);
    return last === undefined ? undefined : this.#find(last);
  }

  /** Whether a correction of it has gone to another till: what became of it nobody here knows. */
  hasGone({ requestId }: Save): boolean {
    const corrections = this.#ofOriginal.get(requestId) ?? [];
    return corrections.some((id) => this.#find(id)?.closedReason === 'moved');
  }

  /** What a save corrects, or undefined. */
  originalOf(correction: Save): Save | undefined {
    const { correctionOf } = correction;
    const original = correctionOf === null ? undefined : this.#find(correctionOf);
    return original !== undefined && compareSaves(original, correction) < 0 ? original : undefined;
  }
}

/**
 * False for a correction that somebody has discarded: then what it corrected counts again. One that has gone to another
 * till may have been discarded there, so it says nothing of what has come from a till itself.
 */
export function stands({ closedReason }: Save, original: Save): boolean {
  const isOver = original.state === 'accepted' || original.state === 'discarded';
  if (closedReason === 'moved') return isOver || original.imported === null;
  return closedReason !== 'manager';
}
