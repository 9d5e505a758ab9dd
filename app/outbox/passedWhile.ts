import { CLOCK_TOLERANCE_MS } from './doubt.ts';
import { type Dating, misdated } from './misdated.ts';
import { compareSaves, madeAt } from './order.ts';
import { hasLeft } from './passing.ts';
import { People } from './people.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

const never = Number.NEGATIVE_INFINITY;

/** What tells when saves were made. */
interface Times extends Dating {
  /** By when one was surely made whose clock of then nobody knows (ms since 1970); before all time where it is known. Default: of all. */
  madeBy?: (save: Save) => number;
}

/**
 * `isPassed`, for whatever comes while nothing leaves: who is one person is learnt once, and then of each that comes. To walk
 * through all of somebody's saves for each of them that a file brings took hours where they are tens of thousands.
 */
export class PassedWhile {
  readonly #saves: Pick<Saves, 'isBelieved'>;
  readonly #people = new People();
  /** The latest save of each person that has left, and counts. */
  readonly #latest = new Map<string, Save>();
  /** Until when each person may have got a save that counts, and that nobody knows the time of (ms since 1970). */
  readonly #undated = new Map<string, number>();

  /** `counts`: which of those that are not closed are looked at. `dating`: what is known of the clock of here. */
  constructor(
    saves: Pick<Saves, 'isBelieved' | 'values'>,
    counts: (other: Save) => boolean,
    dating: Times = {},
  ) {
    this.#saves = saves;
    const undated = misdated(saves.values(), dating);
    const { behind = () => 0, madeBy = () => never } = dating;
    const untilWhen = (save: Save) => {
      const { imported } = save;
      if (imported === null)
        return Math.max(undated.get(save) ?? never, Math.min(leftBy(save), madeBy(save)));
      const apart = behind(save);
      // What came home was dated by the clock of here as well, and nothing tells it from what came from another till.
      const isWrong = Math.abs(apart) > CLOCK_TOLERANCE_MS;
      return isWrong ? madeAt(save) + Math.max(0, apart) : never;
    };
    for (const save of saves.values()) {
      this.learn(save);
      if (!counts(save)) continue;
      // Nothing of what is closed and never left is sent any more, from wherever.
      const until = isClosedHere(save) && !hasLeft(save) ? never : untilWhen(save);
      for (const key of save.identityKeys) {
        const person = this.#people.of([key]);
        if (hasLeft(save)) this.#note(person, save);
        if (until > never) this.#date(person, until);
      }
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
      const until = this.#undated.get(from);
      this.#undated.delete(from);
      if (until !== undefined) this.#date(into, until);
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

  /**
   * Whether nobody knows if a save of another till was made before one of the same person that is here: the clock of here
   * was wrong then.
   */
  isUndated(save: Save): boolean {
    const made = madeAt(save);
    return save.identityKeys.some((key) => {
      const until = this.#undated.get(this.#people.of([key]));
      return until !== undefined && made <= until;
    });
  }

  #date(person: string, until: number): void {
    this.#undated.set(person, Math.max(this.#undated.get(person) ?? until, until));
  }

  #note(person: string, save: Save): void {
    const before = this.#latest.get(person);
    if (before === undefined || compareSaves(before, save) < 0) this.#latest.set(person, save);
  }
}

/**
 * Where it has left it was surely made by then (ms since 1970): before it was sent, or went into a file, which the gateway's
 * clock dates. The till's own may have been put right since.
 */
function leftBy(save: Save): number {
  const { state, firstUnknownAt, settledAt } = save;
  const known = state === 'accepted' ? settledAt : (firstUnknownAt ?? settledAt);
  return hasLeft(save) ? (known ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
}

/** No other till has it either. */
function isClosedHere({ state, closedReason }: Save): boolean {
  return state === 'discarded' && closedReason !== 'moved';
}
