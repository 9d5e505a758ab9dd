import { type Expectation, TRIES } from './expectation.ts';
import type { Verdict } from './reading.ts';

/** So many people in a row with an answer that holds a save, or would in the end: it is no fault of theirs. */
const MANY = 10;

/** The gateway's session fault, which it also answers for faults of its own. */
const SESSION = 27;

export interface Met {
  save: Expectation;
  /** The mobile and the outer id. */
  keys: readonly string[];
  verdict: Verdict;
  /** When the save was chosen, and now (ms of the steady clock). */
  chosenAt: number;
  now: number;
  /** It was signed with the settings of now. */
  isCurrent: boolean;
  /** The sign of this one call was wrong, with a key that signs others well. */
  isSignOwn: boolean;
}

/** What the answers to all say of the answer to one, in one run of the process. */
export class Others {
  readonly #faultAt = new Map<string, number>();
  readonly #people = new Set<string>();
  #passedSince = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** The process has started: what is held on disk since the last one was accepted. */
  recall(saves: Iterable<Expectation>, keysOf: (requestId: string) => readonly string[]): void {
    const all = [...saves];
    const accepted = all.filter(({ state }) => state === 'accepted');
    const last = Math.max(...accepted.map(({ settledAt }) => settledAt ?? 0));
    const held = all.filter(
      ({ state, heldReason, lastName, settledAt }) =>
        state === 'held' &&
        (heldReason === 'rejected' || heldReason === 'undecidable') &&
        lastName !== '' &&
        (settledAt ?? 0) >= last,
    );
    for (const { requestId } of held) this.#another(keysOf(requestId));
  }

  /** The settings are others: nothing is known of how they fare. */
  forget(): void {
    this.#faultAt.clear();
    this.#passedSince = Number.NEGATIVE_INFINITY;
    this.#startAnew();
  }

  /** `isOwn`: a fault of the settings that this save alone has; `isEverybodys`: nobody is to be held for it. */
  judge(met: Met): { isOwn: boolean; isEverybodys: boolean } {
    const { save, keys, verdict, chosenAt } = met;
    switch (verdict.kind) {
      case 'accepted':
        this.#startAnew();
        this.#pass(save, chosenAt);
        return { isOwn: false, isEverybodys: false };
      case 'rejected': {
        const isEverybodys = this.#another(keys);
        if (!isEverybodys) this.#pass(save, chosenAt);
        return { isOwn: false, isEverybodys };
      }
      case 'undecidable': {
        const isLast = save.undecidable + 1 >= TRIES;
        const isEverybodys = this.#another(keys);
        if (isLast && !isEverybodys) this.#faultAt.delete(save.requestId);
        return { isOwn: false, isEverybodys };
      }
      case 'configuration':
        return { isOwn: this.#isOwn(met, verdict.code), isEverybodys: false };
      default:
        return { isOwn: false, isEverybodys: false };
    }
  }

  #isOwn({ save, isCurrent, isSignOwn, now }: Met, code: number): boolean {
    if (!isCurrent) return false;
    const faultAt = this.#faultAt.get(save.requestId);
    const isOwn = isSignOwn || (faultAt !== undefined && this.#passedSince > faultAt);
    if (!isOwn) this.#faultAt.set(save.requestId, now);
    else if (code !== SESSION) {
      this.#faultAt.delete(save.requestId);
      // What has passed until now speaks against no other.
      this.#passedSince = Number.NEGATIVE_INFINITY;
    } else if (save.undecidable + 1 >= TRIES) this.#faultAt.delete(save.requestId);
    return isOwn;
  }

  #pass({ requestId }: Expectation, chosenAt: number): void {
    this.#faultAt.delete(requestId);
    this.#passedSince = Math.max(this.#passedSince, chosenAt);
  }

  #another(keys: readonly string[]): boolean {
    if (!keys.some((key) => this.#people.has(key))) this.#count += 1;
    for (const key of keys) this.#people.add(key);
    return this.#count >= MANY;
  }

  #startAnew(): void {
    this.#count = 0;
    this.#people.clear();
  }
}
