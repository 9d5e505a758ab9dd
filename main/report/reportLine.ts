import type { Clock } from '../clock/clock.ts';
import { CallNotBegun, type Post } from '../gateway/line.ts';

/** A receiver that has cost the PC its network process is not asked for so long (ms). */
const BARRED_MS = 24 * 60 * 60_000;

/**
 * A way of its own to one receiver. Whoever keeps the whole network process busy with one answer, so that it has to be
 * ended, is left alone for a day: saves travel by the same process. `open`: lines that tell when that was so.
 */
export function reportLine(
  open: (onStuck: () => void) => Post,
  { monotonic }: Pick<Clock, 'monotonic'>,
): Post {
  let barredUntil = Number.NEGATIVE_INFINITY;
  const post = open(() => {
    barredUntil = monotonic() + BARRED_MS;
  });
  return async (call) => {
    if (monotonic() < barredUntil) throw new CallNotBegun('barred');
    return post(call);
  };
}
