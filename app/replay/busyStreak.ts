import type { Outcome } from '../gateway/outcome.ts';
import type { Save } from '../outbox/save.ts';
import { EVERYBODY, PeopleInARow } from './peopleInARow.ts';

/**
 * Counts the different people whom the platform was too busy for, one after the other, whatever it called that. From
 * the tenth on it is busy for everybody, until it has looked at a save of anybody's.
 */
export class BusyStreak {
  readonly #people = new PeopleInARow();

  /** What a save was answered; true when the platform is busy for everybody. */
  met(save: Save, outcome: Outcome): boolean {
    if (isBusy(outcome)) {
      this.#people.add(save);
      return this.#people.count >= EVERYBODY;
    }
    switch (outcome.class) {
      case 'accepted':
      case 'rejected':
      case 'unknown':
        this.clear();
        return false;
      default:
        // A silence, a quota, a fault of clock or settings: nobody has asked the platform anything.
        return false;
    }
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
