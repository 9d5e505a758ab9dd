import { LEARNED, LONGEST_BAN, MINUTE, SAME_BAN, SECOND, USED } from './limits.ts';

/** What the platform allows, by the settings and by the bans that it has taught with. Microseconds. */
export class Grant {
  readonly #setting: number | null;
  #ceiling: number | null;
  #bannedUntil = 0;

  /** `setting`: calls a minute, or null. */
  constructor(setting: number | null) {
    this.#setting = setting;
    this.#ceiling = setting;
  }

  /** Until when the app is shut out; a moment that has passed where it is not. */
  get bannedUntil(): number {
    return this.#bannedUntil;
  }

  /** Calls a minute, or null while nothing has shown a limit. */
  rate(now: number): number | null {
    if (this.#ceiling === null) return null;
    const minutes = Math.max(0, now - this.#bannedUntil) / MINUTE;
    if (this.#setting !== null) {
      return Math.min(this.#setting, this.#ceiling + this.#setting * LEARNED.backToGrant * minutes);
    }
    const step = Math.max(LEARNED.lift * this.#ceiling, LEARNED.liftAtLeast);
    return this.#ceiling + step * Math.max(0, minutes - LEARNED.quietMinutes);
  }

  /** The app is shut out from now on, after so many calls within a minute. Gives by how much longer than was known. */
  banned(seconds: number, now: number, passed: number): number {
    const isSame = now < this.#bannedUntil + SAME_BAN;
    const ceiling = this.rate(now);
    if (ceiling === null) {
      this.#ceiling = Math.max(LEARNED.least, Math.floor(passed * LEARNED.ofCount));
    } else if (!isSame) {
      this.#ceiling = Math.max(LEARNED.leastLowered, ceiling * LEARNED.lowered);
    }
    const until = now + Math.min(Math.ceil(seconds * SECOND), LONGEST_BAN);
    const longer = Math.max(0, until - Math.max(now, this.#bannedUntil));
    this.#bannedUntil = Math.max(this.#bannedUntil, until);
    return longer;
  }
}

/** From one slot to the next at so many calls a minute. */
export function interval(rate: number): number {
  return Math.ceil(MINUTE / (USED * rate));
}
