import type { Outcome, OutcomeRecord } from '../gateway/outcome.ts';
import type { Save } from '../outbox/save.ts';
import { EVERYBODY, PeopleInARow } from './peopleInARow.ts';

/** The answers that hold a save by what they say of it. */
const HOLDING = ['rejected', 'unknown'] as const;

/**
 * Counts the different people whose saves the same answer would hold, one after the other with none accepted
 * between. From the tenth on it is no fault of theirs: nobody is held for it any more.
 */
export class HoldStreak {
  #answer = '';
  readonly #people = new PeopleInARow();

  /** Counts an answer that would hold a save: true when it comes for everybody. */
  noteHold(save: Save, outcome: OutcomeRecord): boolean {
    const answer = nameOf(outcome);
    if (answer !== this.#answer) this.clear();
    this.#answer = answer;
    this.#people.add(save);
    return this.#people.count >= EVERYBODY;
  }

  /** True when this is the answer that everybody gets. */
  isEverybodys(outcome: Outcome): boolean {
    return this.#people.count >= EVERYBODY && nameOf(outcome) === this.#answer;
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
      const { lastOutcome } = save;
      if (lastOutcome !== null && nameOf(lastOutcome) !== '') this.noteHold(save, lastOutcome);
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
