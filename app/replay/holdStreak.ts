import type { OutcomeRecord } from '../gateway/outcome.ts';
import type { Save } from '../outbox/save.ts';
import { EVERYBODY, PeopleInARow } from './peopleInARow.ts';

/** The answers that hold a save by what they say of it: at once, or when they come again and again. */
const HOLDING = ['rejected', 'unknown'] as const;

/**
 * Counts the different people who are answered the same that holds a save, one after the other with none accepted
 * between, and from the first try on: what nobody can decide leaves a save in doubt long before it is held. From the
 * tenth on it is no fault of theirs: nobody is held for it any more.
 */
export class HoldStreak {
  #answer = '';
  readonly #people = new PeopleInARow();

  /** What a save was answered; true when that holds a save, and comes for everybody. */
  met(save: Save, outcome: OutcomeRecord): boolean {
    const answer = nameOf(outcome);
    if (answer === '') return false;
    if (answer !== this.#answer) this.clear();
    this.#answer = answer;
    this.#people.add(save);
    return this.#people.count >= EVERYBODY;
  }

  /** A save was accepted, or the settings are others now. */
  clear(): void {
    this.#people.clear();
  }

  /**
   * What was held before the start, after the last save that was accepted; in any order. Only what this till
   * holds under the settings of now (`isOfNow`) says anything of them.
   */
  recall(saves: Iterable<Save>, isOfNow: (save: Save) => boolean): void {
    let acceptedAt = Number.NEGATIVE_INFINITY;
    const held: Save[] = [];
    for (const save of saves) {
      if (save.state === 'accepted') acceptedAt = Math.max(acceptedAt, save.settledAt ?? 0);
      else if (isRefused(save) && save.imported === null && isOfNow(save)) held.push(save);
    }
    const since = held.filter(({ settledAt }) => (settledAt ?? 0) >= acceptedAt);
    since.sort((a, b) => (a.settledAt ?? 0) - (b.settledAt ?? 0));
    for (const save of since) {
      if (save.lastOutcome !== null) this.met(save, save.lastOutcome);
    }
  }
}

function isRefused({ state, heldReason }: Save): boolean {
  if (state !== 'held') return false;
  return heldReason === 'rejected' || heldReason === 'undecidable';
}

function nameOf({ class: kind, code, subCode }: OutcomeRecord): string {
  return (HOLDING as readonly string[]).includes(kind) ? `${kind} ${code} ${subCode}` : '';
}
