import type { DrainProgress } from '../outbox/outboxView.ts';
import { RecentCount } from './recentCount.ts';

/** Over this time (ms) the rate is measured. */
const WINDOW_MS = 30_000;

/** These seconds lie in it, the one in which it begins as a whole. */
const SECONDS = 31;

/** Fewer saves than this at once are the day's work, no drain. */
const MIN_BACKLOG = 5;

interface Drain {
  begunAt: number;
  done: number;
  leaving: RecentCount;
}

/**
 * Counts a drain: it begins when a backlog starts to move, and ends when nothing waits. Times are ms of a
 * monotonic clock.
 */
export class DrainMeter {
  #drain: Drain | null = null;

  /** A save has left the queue; `waiting`: how many are left. */
  left(now: number, waiting: number): void {
    if (this.#drain === null && waiting < MIN_BACKLOG) return;
    this.#drain ??= { begunAt: now, done: 0, leaving: new RecentCount(SECONDS) };
    this.#drain.done += 1;
    this.#drain.leaving.add(now);
    if (waiting === 0) this.#drain = null;
  }

  /** The drain that is under way, or null. */
  progress(now: number, waiting: number): DrainProgress | null {
    if (this.#drain === null || waiting === 0) return null;
    const { done } = this.#drain;
    const ratePerMinute = rateOf(this.#drain, now);
    const timeLeft = ratePerMinute === null ? null : Math.round((waiting * 60_000) / ratePerMinute);
    return { done, total: done + waiting, ratePerMinute, timeLeft };
  }
}

function rateOf({ begunAt, leaving }: Drain, now: number): number | null {
  const counted = leaving.count(now);
  const elapsed = Math.min(WINDOW_MS, now - begunAt);
  if (counted < 2 || elapsed < 1_000) return null;
  return Math.round((counted * 60_000) / elapsed);
}
