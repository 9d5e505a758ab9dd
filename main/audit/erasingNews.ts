import type { AuditAction } from '../../app/audit/auditActions.ts';
import type { AuditLine } from './auditEntry.ts';
import type { Remembered } from './remembered.ts';

/** Behind one of these there is a record of erasings. */
const OF_ERASINGS: ReadonlySet<AuditAction> = new Set([
  'person.erased',
  'erasing.taken-in',
  'erasing.lost',
]);

/**
 * What is believed of a record as an earlier program wrote it, for which nobody needs a key: all of it, what has a seal, or
 * nothing.
 */
export type BelievedOlder = 'whole' | 'sealed' | 'none';

/** Of the record of erasings, as the lines about one name it. */
export const ERASURE_FORMAT = 2;

/** The time of a line about an erasing that may have been there and is gone: no record has it of a whole trail. */
export const DOUBTED = Number.MIN_SAFE_INTEGER;

/** So many times of erasings are remembered at the most: the last that is past, and what a wrong clock has put ahead of it. */
const MOST_REMEMBERED = 32;

/** What the lines about the manager tell of erasings. */
export class ErasingNews {
  readonly #now: () => number;
  /** When somebody was erased, by the clock of then (ms since 1970). */
  readonly #erasings = new Set<number>();
  #last: number | null = null;
  #believedOlder: BelievedOlder = 'sealed';
  #areUnsure = false;

  /** `now`: ms since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * When somebody was last erased, by the clock of then (ms since 1970); before all time where nobody was. What is still to
   * come was dated by a wrong clock, and hides no other.
   */
  get erasedAt(): number {
    const now = this.#now();
    let last = Number.NEGATIVE_INFINITY;
    for (const at of this.#erasings) if (at <= now) last = Math.max(last, at);
    return last;
  }

  /**
   * The time of the last line that tells of one, whatever the clock of then was; null where none does. `DOUBTED` where one that is
   * gone may have.
   */
  get last(): number | null {
    return this.#areUnsure ? DOUBTED : this.#last;
  }

  /** True where lines are gone that may have told of an erasing, and none has told of one since. */
  get areUnsure(): boolean {
    return this.#areUnsure;
  }

  /** Lines are gone that may have told of any. */
  doubt(): void {
    this.#areUnsure = true;
  }

  /**
   * What may be believed of a record of erasings that shows no key: of nobody it names there was a line, and none behind which
   * a later program would have written another.
   */
  get believedOlder(): BelievedOlder {
    const isDoubted = this.#areUnsure && this.#believedOlder === 'whole';
    return isDoubted ? 'sealed' : this.#believedOlder;
  }

  /** What has to outlive the lines. */
  get remembered() {
    const ofPast = this.erasedAt;
    const erasings = [...this.#erasings].filter((at) => at >= ofPast).sort((a, b) => a - b);
    return {
      erasings: erasings.slice(0, MOST_REMEMBERED),
      lastErasing: this.#last,
      areErasingsUnsure: this.#areUnsure,
      believedOlder: this.#believedOlder !== 'sealed' && this.#believedOlder,
    } as const;
  }

  /** A file begins: everything before it has told this. */
  remember({ erasings = [], lastErasing, believedOlder, areErasingsUnsure }: Remembered): void {
    for (const at of erasings) this.#erasings.add(at);
    this.#last = lastErasing ?? this.#last;
    this.#believedOlder = believedOlder ?? this.#believedOlder;
    this.#areUnsure = areErasingsUnsure === true;
  }

  /** One more line. */
  take({ action, time, reason = '', erasureFormat }: AuditLine): void {
    if (action === 'trail.broken' && erasureFormat !== undefined) this.doubt();
    if (!OF_ERASINGS.has(action)) return;
    this.#areUnsure = false;
    this.#last = Date.parse(time);
    if (erasureFormat !== undefined) this.#believedOlder = 'none';
    else if (this.#believedOlder === 'sealed') this.#believedOlder = 'whole';
    // Of one in a queue that has come back the line says when it was, as far as its record and the clock knew.
    this.#erasings.add(action === 'erasing.taken-in' ? Date.parse(reason) : this.#last);
  }
}
