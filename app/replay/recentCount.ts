/**
 * How often something has happened within the last so many whole seconds, the present one among them. Times are ms
 * of a clock that never goes back.
 */
export class RecentCount {
  readonly #seconds: number;
  /** How often in each second; what is too old goes when a new one comes. */
  #counts = new Map<number, number>();

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  add(now: number): void {
    const second = secondOf(now);
    const before = this.#counts.get(second);
    if (before === undefined) this.#counts = new Map([...this.#within(second), [second, 1]]);
    else this.#counts.set(second, before + 1);
  }

  count(now: number): number {
    return this.#within(secondOf(now)).reduce((sum, [, count]) => sum + count, 0);
  }

  #within(second: number): [second: number, count: number][] {
    return [...this.#counts].filter(([counted]) => counted > second - this.#seconds);
  }
}

function secondOf(milliseconds: number): number {
  return Math.floor(milliseconds / 1_000);
}
