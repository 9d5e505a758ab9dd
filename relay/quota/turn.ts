import { COUNTER, HELD_PER_TILL, MINUTE } from './limits.ts';

/** What the schedule knows of one till. Microseconds; moments of the queue are `Queue`'s. */
export class Turn {
  /** Its appointment, a moment of the queue, or null. */
  appointment: number | null = null;
  /** The moment that is kept for a save of its counter, counted as a departure, or null. */
  kept: number | null = null;
  /** When its last calls without an appointment leave. */
  #held: readonly number[] = [];
  #credit: number = COUNTER.atOnce;
  #creditAt = 0;

  /** Whether so many of its calls are held that the next one needs an appointment. */
  holdsEnough(now: number): boolean {
    return this.#held.length >= HELD_PER_TILL && (this.#held[0] ?? 0) > now;
  }

  hold(until: number): void {
    this.#held = [...this.#held, until].slice(-HELD_PER_TILL);
  }

  /** Whether one more save is the counter's own, with `rate` calls a minute for the whole chain. */
  mayHurry(now: number, rate: number): boolean {
    const most = Math.min(COUNTER.atOnce, Math.max(1, rate * COUNTER.ofGrant));
    const gained = ((now - this.#creditAt) * COUNTER.perMinute) / MINUTE;
    this.#credit = Math.min(most, this.#credit + gained);
    this.#creditAt = now;
    return this.#credit >= 1;
  }

  hurried(): void {
    this.#credit -= 1;
  }
}
