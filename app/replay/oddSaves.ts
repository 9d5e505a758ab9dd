/**
 * Saves that were answered with a fault of the settings. It may be one save's own: then others pass while it
 * does not. Saves go by their sequence; times are ms of a monotonic clock.
 */
export class OddSaves {
  /** When a save met the fault last. */
  readonly #metAt = new Map<number, number>();
  /** Who has probed a queue that pauses, since all have had their turn. */
  readonly #probed = new Set<number>();
  /** When the latest call left that the gateway has looked at, or never. */
  #passedSince = Number.NEGATIVE_INFINITY;

  /** True when the gateway has looked at another save since this one met the fault. */
  isOdd(sequence: number): boolean {
    const metAt = this.#metAt.get(sequence);
    return metAt !== undefined && this.#passedSince > metAt;
  }

  /** A save has met a fault of the settings. */
  met(sequence: number, now: number): void {
    this.#metAt.set(sequence, now);
    this.#probed.add(sequence);
  }

  /** It is held for it. What has passed until now speaks against no other: that may be a fault of all. */
  held(sequence: number): void {
    this.left(sequence);
    this.#passedSince = Number.NEGATIVE_INFINITY;
  }

  /** The gateway has looked at a save that left at `startedAt`. */
  passed(sequence: number, startedAt: number): void {
    this.#metAt.delete(sequence);
    this.#passedSince = Math.max(this.#passedSince, startedAt);
    this.#probed.clear();
  }

  /** The settings are others now. */
  clear(): void {
    this.#metAt.clear();
    this.#probed.clear();
    this.#passedSince = Number.NEGATIVE_INFINITY;
  }

  /** A save is finished. */
  left(sequence: number): void {
    this.#metAt.delete(sequence);
    this.#probed.delete(sequence);
  }

  /** A save has probed a queue that pauses, and nothing came of it: now it is somebody else's turn. */
  hasProbed(sequence: number): boolean {
    return this.#probed.has(sequence);
  }

  probed(sequence: number): void {
    this.#probed.add(sequence);
  }

  /** Everybody has had a turn. */
  startRound(): void {
    this.#probed.clear();
  }
}
