import type { Clock } from '../clock/clock.ts';

/** The clock counts as set once it goes on from another time than this further or less (ms): a clock that is slewed is none. */
const SET_MS = 60_000;

/** How far the clock on the wall was from the steady one when the numbers of this run of the program were given. */
export class ClockOfRun {
  readonly #clock: Clock;
  readonly #now: () => number;
  /** From which number on it stood so; the first ones first. */
  readonly #apart: { sequence: number; ms: number }[] = [];

  /** `now`: the till's clock, ms since 1970. */
  constructor(clock: Clock, now: () => number) {
    this.#clock = clock;
    this.#now = now;
  }

  /** This number is given now. */
  note(sequence: number): void {
    const ms = this.#now() - this.#clock.monotonic();
    const last = this.#apart.at(-1);
    if (last === undefined || Math.abs(ms - last.ms) > SET_MS) this.#apart.push({ sequence, ms });
  }

  /**
   * How far the clock was behind `time`, which is known now (ms since 1970), when this number was given; negative where it was
   * ahead. A sleep that the steady clock has not seen counts as behind. Null where another run has given it.
   */
  behind(sequence: number, time: number): number | null {
    const then = this.#apart.filter((one) => one.sequence <= sequence).at(-1);
    return then === undefined ? null : time - this.#clock.monotonic() - then.ms;
  }
}
