import type { OutcomeRecord } from '../gateway/outcome.ts';
import type { Save } from '../outbox/save.ts';
import { EVERYBODY, PeopleInARow } from './peopleInARow.ts';

/**
 * Counts the different people who are answered what holds a save, at once or when it comes again and again, one after the
 * other with none accepted between. By whatever codes: two nodes of one platform may have two names for its fault. And
 * from the first try on: what nobody can decide leaves a save in doubt long before it is held. From the tenth on it is
 * no fault of theirs: nobody is held for it any more.
 */
export class HoldStreak {
  readonly #people = new PeopleInARow();

  /** True from the tenth on. */
  get isEverybodys(): boolean {
    return this.#people.count >= EVERYBODY;
  }

  /** What a save was answered; true when that holds a save, and comes for everybody. */
  met(save: Save, outcome: OutcomeRecord): boolean {
    if (!isHolding(outcome)) return false;
    this.#people.add(save);
    return this.isEverybodys;
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
    for (const save of held) {
      if ((save.settledAt ?? 0) < acceptedAt || save.lastOutcome === null) continue;
      this.met(save, save.lastOutcome);
    }
  }
}

function isRefused({ state, heldReason }: Save): boolean {
  if (state !== 'held') return false;
  return heldReason === 'rejected' || heldReason === 'undecidable';
}

function isHolding({ class: kind }: OutcomeRecord): boolean {
  return kind === 'rejected' || kind === 'unknown';
}
