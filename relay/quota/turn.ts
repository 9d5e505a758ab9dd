import { CONNECTIONS, COUNTER, HELD_REMEMBERED, HOLD, MINUTE, SECOND } from './limits.ts';

/** What the schedule knows of one till. Microseconds; moments of the queue are `Queue`'s. */
export class Turn {
  /** Its appointment, a moment of the queue, or null. */
  appointment: number | null = null;
  /** By how much everybody had been put back when it was told of it last. */
  told = 0;
  /** The moment that is kept for a save of its counter, counted as a departure, or null. */
  kept: number | null = null;
  /** When its calls leave that are held. */
  #held: readonly number[] = [];
  #credit: number = COUNTER.atOnce;
  #creditAt = 0;

  /** Whether one more of its calls may be held for so long. `isCrowded`: others wait for the same slots. */
  mayHold(wait: number, now: number, isCrowded: boolean): boolean {
    const held = this.#held.filter((until) => until > now).length;
    if (wait <= 0 || held === 0) return wait <= HOLD;
    if (isCrowded) return false;
    return wait <= (held < CONNECTIONS ? HOLD : SECOND / (held + 1));
  }

  hold(until: number, now: number): void {
    // What leaves at once is not held.
    if (until <= now) return;
    this.#held = [...this.#held.filter((one) => one > now), until].slice(-HELD_REMEMBERED);
  }

  /** Whether one more save is the counter's own, with `rate` calls a minute for the whole chain. */
  mayHurry(now: number, rate: number): boolean {
    const most = Math.min(COUNTER.atOnce, Math.max(1, rate * COUNTER.ofGrant));
    const perMinute = Math.min(COUNTER.perMinute, rate * COUNTER.ofGrant);
    const gained = ((now - this.#creditAt) * perMinute) / MINUTE;
    this.#credit = Math.min(most, this.#credit + gained);
    this.#creditAt = now;
    return this.#credit >= 1;
  }

  hurried(): void {
    this.#credit -= 1;
  }
}
