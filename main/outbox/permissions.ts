import { type AllowedActions, mayOf, passedByEffect } from '../../app/outbox/allowedActions.ts';
import { type Numbers, type Unseen, unseen } from '../../app/outbox/forgotten.ts';
import type { Home } from '../../app/outbox/home.ts';
import { followedAmong } from '../../app/outbox/passing.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { untilChanged } from '../../app/outbox/untilChanged.ts';

export interface PermissionsOptions {
  saves: Saves;
  numbers: Numbers;
  /** What the settings say now, or null before the first ones. */
  home: () => Home | null;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** What was accepted after this (ms since 1970, by the till's clock) is remembered. */
  rememberedSince: () => number;
}

/** Of what is being erased. */
const NOTHING: AllowedActions = {
  correct: false,
  sendAgain: 'nobody',
  discard: false,
  requeue: false,
};

/** What people may do now with the saves of this till. */
export class Permissions {
  readonly #options: PermissionsOptions;
  /** What is forgotten, and for which changes and numbers that was worked out. */
  #unseen: { isUnseen: Unseen; changes: number; numbers: number } | null = null;

  /** Who is asked about one after the other may be one person: they are walked through once for all of them. */
  readonly #passed: () => (save: Save) => boolean;
  readonly #followed: () => (save: Save) => boolean;

  constructor(options: PermissionsOptions) {
    this.#options = options;
    const { saves } = options;
    this.#passed = untilChanged(saves, () => passedByEffect(saves));
    this.#followed = untilChanged(saves, () => followedAmong(saves));
  }

  of(save: Save): AllowedActions {
    return this.now()(save);
  }

  /**
   * The same for many at one moment, as long as no save changes. What is forgotten, and who is whose, is looked for only where
   * something is held.
   */
  now(): (save: Save) => AllowedActions {
    const { saves, home } = this.#options;
    const now = this.#options.now();
    const present = home();
    const hasBeenPassed = this.passed();
    return (save) =>
      saves.isLeaving(save) ? NOTHING : mayOf(saves, save, now, present, hasBeenPassed);
  }

  /**
   * Whether a later save of the same person may have taken effect, as far as this till knows: for many at one moment, as
   * long as no save changes.
   */
  passed(): (save: Save) => boolean {
    const { rememberedSince } = this.#options;
    const isPassed = this.#passed();
    return (save) => isPassed(save) || this.#whatIsUnseen()(save, rememberedSince());
  }

  /** Whether the same person has a later save that is not closed here: `followedAmong`. */
  isFollowed(save: Save): boolean {
    return this.#followed()(save);
  }

  /** It takes a look at every save: once for all that are asked about before anything of it changes. */
  #whatIsUnseen(): Unseen {
    const { saves, numbers } = this.#options;
    const [changes, given] = [saves.knownChanges, numbers.lastSequence];
    const known = this.#unseen;
    if (known !== null && known.changes === changes && this.#areThere(known.numbers, given)) {
      known.numbers = given;
      return known.isUnseen;
    }
    const isUnseen = unseen(saves, numbers);
    this.#unseen = { isUnseen, changes, numbers: given };
    return isUnseen;
  }

  /** Whether what was given since is known, or has surely not left. */
  #areThere(before: number, given: number): boolean {
    const { saves, numbers } = this.#options;
    for (let sequence = before + 1; sequence <= given; sequence += 1)
      if (saves.findBySequence(sequence) === undefined && !numbers.hasNotLeft(sequence))
        return false;
    return true;
  }
}
