import { nextMidnight } from '../../app/outbox/dayCount.ts';
import type { Clock } from '../clock/clock.ts';

/** A PC that sleeps, or whose clock is set, is looked at again after this (ms). */
const LOOK_EVERY_MS = 60_000;

/** Calls when another day has begun, by the till's clock; returns the way to stop. */
export function eachMidnight(
  clock: Pick<Clock, 'now' | 'after'>,
  onAnotherDay: () => void,
): () => void {
  let next = nextMidnight(clock.now());
  let cancel = () => {};
  const look = () => {
    const now = clock.now();
    if (nextMidnight(now) !== next) {
      next = nextMidnight(now);
      onAnotherDay();
    }
    cancel = clock.after(Math.min(LOOK_EVERY_MS, next - now), look);
  };
  look();
  return () => cancel();
}
