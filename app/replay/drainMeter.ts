/** How far the backlog has been worked off. */
export interface DrainProgress {
  /** Saves that have left the queue since the drain began. */
  done: number;
  /** Those and what still waits. */
  total: number;
  /** Saves per minute that left the queue lately, or null while too few have. */
  ratePerMinute: number | null;
  /** Ms until nothing waits at that rate, or null without one. */
  timeLeft: number | null;
}

/** Over this time (ms) the rate is measured. */
const WINDOW = 30_000;

/** Fewer saves than this at once are the day's work, no drain. */
const LEAST_BACKLOG = 5;

/**
 * Counts a drain: it begins when a backlog starts to move, and ends when nothing waits. Times are ms of a
 * monotonic clock.
 */
export class DrainMeter {
  readonly #leaving: { second: number; count: number }[] = [];
  #done = 0;
  #begunAt: number | null = null;

  /** A save has left the queue; `waiting`: how many are left. */
  left(now: number, waiting: number): void {
    if (this.#begunAt === null) {
      if (waiting < LEAST_BACKLOG) return;
      this.#begunAt = now;
      this.#done = 0;
      this.#leaving.length = 0;
    }
    this.#done += 1;
    const second = Math.floor(now / 1_000);
    const last = this.#leaving.at(-1);
    if (last?.second === second) last.count += 1;
    else this.#leaving.push({ second, count: 1 });
    if (waiting === 0) this.#begunAt = null;
  }

  /** The drain that is under way, or null. */
  progress(now: number, waiting: number): DrainProgress | null {
    if (this.#begunAt === null || waiting === 0) return null;
    const done = this.#done;
    const ratePerMinute = this.#rate(now);
    const timeLeft = ratePerMinute === null ? null : Math.round((waiting * 60_000) / ratePerMinute);
    return { done, total: done + waiting, ratePerMinute, timeLeft };
  }

  #rate(now: number): number | null {
    const first = Math.floor((now - WINDOW) / 1_000);
    while ((this.#leaving[0]?.second ?? first) < first) this.#leaving.shift();
    const counted = this.#leaving.reduce((sum, { count }) => sum + count, 0);
    const elapsed = Math.min(WINDOW, now - (this.#begunAt ?? now));
    if (counted < 2 || elapsed < 1_000) return null;
    return Math.round((counted * 60_000) / elapsed);
  }
}
