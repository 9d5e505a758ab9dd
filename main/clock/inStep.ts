import type { Clock } from './clock.ts';

interface Wait {
  /** When half of it is over (monotonic ms). */
  halfAt: number;
  end: () => void;
}

/**
 * A clock for what looks at something again and again: when one wait ends, every other one that is half over ends with it,
 * and from then on those of the same length keep in step. Each wake-up of a program that may rest all day costs its PC
 * something, and looks in step need one for all of them. No wait ends later than with `clock`.
 */
export function inStep(clock: Clock): Clock {
  const waits = new Set<Wait>();
  const endAll = (due: Wait) => {
    const now = clock.monotonic();
    for (const wait of [due, ...waits]) {
      // What one of them has begun, or called off, is not ended with it.
      if (waits.has(wait) && (wait === due || wait.halfAt <= now)) wait.end();
    }
  };
  return {
    now: clock.now,
    monotonic: clock.monotonic,
    after: (milliseconds, callback) => {
      const end = () => {
        callOff();
        callback();
      };
      const wait: Wait = { halfAt: clock.monotonic() + milliseconds / 2, end };
      const cancel = clock.after(milliseconds, () => endAll(wait));
      const callOff = () => {
        cancel();
        waits.delete(wait);
      };
      waits.add(wait);
      return callOff;
    },
  };
}
