import type { Clock } from '../clock/clock.ts';

/**
 * For how long the PC has slept by what the two clocks say: the one on the wall goes on meanwhile, the monotonic one
 * stands still (Linux). Somebody may have set the one on the wall: good for a guess that the gateway corrects.
 */
export class SleptFor {
  readonly #clock: Clock;
  #apart: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#apart = this.#read();
  }

  /** From now on, and for how long it was until now (ms). */
  restart(): number {
    const before = this.#apart;
    this.#apart = this.#read();
    return Math.max(0, this.#apart - before);
  }

  #read(): number {
    return this.#clock.now() - this.#clock.monotonic();
  }
}
