import type { Clock } from '../clock/clock.ts';

export interface ScreenLockOptions {
  /** Where it outlives the program. Read already. */
  kept: { readonly isLocked: boolean; keep(part: { isLocked: boolean }): void };
  clock: Pick<Clock, 'monotonic'>;
  /** Minutes without a hand until the screen locks; 0: never by itself. Null: the till is not open. */
  minutes: () => number | null;
  /** What was open behind the manager's PIN ends: the screen is locked, or its page has gone. */
  onLeft: () => void;
}

/**
 * Whether the screen is locked: what the page has said last, and what has happened while there was none. A page that is
 * loaded asks before it draws anything.
 */
export class ScreenLock {
  readonly #options: ScreenLockOptions;
  #isLocked: boolean;
  /** Since when no page has watched for a hand (monotonic ms), or null: there is one. */
  #awaySince: number | null;

  constructor(options: ScreenLockOptions) {
    this.#options = options;
    this.#isLocked = options.kept.isLocked;
    this.#awaySince = options.clock.monotonic();
  }

  get isLocked(): boolean {
    return this.#isLocked;
  }

  /** The page has locked or unlocked. */
  tell(isLocked: boolean): void {
    this.#isLocked = isLocked;
    if (isLocked) this.#options.onLeft();
    this.#options.kept.keep({ isLocked });
  }

  /**
   * The PC was away, or its user has locked it. A till that is told never to lock by itself stays as it is, but for what
   * was open behind the manager's PIN.
   */
  lockWithSystem(): void {
    if (this.#minutes > 0) this.tell(true);
    else this.#options.onLeft();
  }

  /** The page has died, another has its place, or its window was put away: whoever is there now has not opened what it had. */
  pageLeft(): void {
    this.#options.onLeft();
  }

  /** No page is there any more: nobody counts the minutes without a hand. */
  pageGone(): void {
    this.#options.onLeft();
    this.#awaySince ??= this.#options.clock.monotonic();
  }

  /** There is one again. Whoever opens it after those minutes need not be who has left. */
  pageMade(): void {
    const { clock } = this.#options;
    const away = this.#awaySince === null ? 0 : clock.monotonic() - this.#awaySince;
    this.#awaySince = null;
    if (this.#minutes > 0 && away >= this.#minutes * 60_000) this.tell(true);
  }

  get #minutes(): number {
    return this.#options.minutes() ?? 0;
  }
}
