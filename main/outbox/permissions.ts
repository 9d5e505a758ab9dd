import { type AllowedActions, mayOf } from '../../app/outbox/allowedActions.ts';
import { type Numbers, passedUnseen } from '../../app/outbox/forgotten.ts';
import type { Home } from '../../app/outbox/home.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';

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

/** What people may do now with the saves of this till. */
export class Permissions {
  readonly #options: PermissionsOptions;

  constructor(options: PermissionsOptions) {
    this.#options = options;
  }

  of(save: Save): AllowedActions {
    return this.now()(save);
  }

  /** The same for many at one moment: what is forgotten is looked for once, and only where something is held. */
  now(): (save: Save) => AllowedActions {
    const { saves, numbers, home, rememberedSince } = this.#options;
    const now = this.#options.now();
    const present = home();
    let isUnseen: ((save: Save) => boolean) | null = null;
    const isPassedUnseen = (save: Save) => {
      isUnseen ??= passedUnseen(saves, numbers, rememberedSince());
      return isUnseen(save);
    };
    return (save) => mayOf(saves, save, now, present, isPassedUnseen);
  }
}
