import type { Outcome } from '../gateway/outcome.ts';
import type { Save } from '../outbox/save.ts';
import { EVERYBODY, PeopleInARow } from './peopleInARow.ts';

/**
 * Counts the different people whom the platform was too busy for, one after the other with none accepted between, and
 * whatever it called that. From the tenth on it is busy for everybody. To refuse somebody does not end it: a node that
 * refuses beside one that is busy would put ten more in doubt each time.
 */
export class BusyStreak {
  readonly #people = new PeopleInARow();

  /** What a save was answered; true when the platform is busy for everybody. */
  met(save: Save, outcome: Outcome): boolean {
    if (outcome.class === 'accepted') this.clear();
    if (!isBusy(outcome)) return false;
    this.#people.add(save);
    return this.#people.count >= EVERYBODY;
  }

  /** Another gateway, or another way to it. */
  clear(): void {
    this.#people.clear();
  }
}

/**
 * The platform has no time for this save: it is to come again, and is in doubt. So it is where the gateway takes a fresh
 * sign for a repeated one.
 */
export function isBusy(outcome: Outcome): boolean {
  return outcome.class === 'later' || (outcome.class === 'clock' && outcome.replay);
}
