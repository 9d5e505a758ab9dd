import { compareSaves } from './order.ts';
import { hasLeft } from './passing.ts';
import { People } from './people.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

/**
 * `isPassed`, for whatever comes while nothing leaves: who is one person is learnt once, and then of each that comes. To walk
 * through all of somebody's saves for each of them that a file brings took hours where they are tens of thousands.
 */
export class PassedWhile {
  readonly #saves: Pick<Saves, 'isBelieved'>;
  readonly #people = new People();
  /** The latest save of each person that has left, and counts. */
  readonly #latest = new Map<string, Save>();

  /** `counts`: which of those that have left are looked at. */
  constructor(saves: Pick<Saves, 'isBelieved' | 'values'>, counts: (other: Save) => boolean) {
    this.#saves = saves;
    for (const save of saves.values()) {
      this.learn(save);
      if (!hasLeft(save) || !counts(save)) continue;
      for (const key of save.identityKeys) this.#note(this.#people.of([key]), save);
    }
  }

  /** It is here as well from now on, and has not left. */
  learn(save: Save): void {
    const { identityKeys } = save;
    if (identityKeys.length < 2 || !this.#saves.isBelieved(save)) return;
    this.#people.join(identityKeys, (from, into) => {
      const latest = this.#latest.get(from);
      this.#latest.delete(from);
      if (latest !== undefined) this.#note(into, latest);
    });
  }

  /** Whether a later save of the same person has left. */
  isPassed({ identityKeys, ...save }: Save): boolean {
    return identityKeys.some((key) => {
      const latest = this.#latest.get(this.#people.of([key]));
      // Coming home it is not behind itself.
      const isOther = latest !== undefined && latest.requestId !== save.requestId;
      return isOther && compareSaves(save, latest) < 0;
    });
  }

  #note(person: string, save: Save): void {
    const before = this.#latest.get(person);
    if (before === undefined || compareSaves(before, save) < 0) this.#latest.set(person, save);
  }
}
