import { STEP, WINDOW } from './limits.ts';

/**
 * The strict count: how many calls have left, or will at a moment that was promised, within the minute before any
 * moment. It has the last word. Microseconds.
 */
export class Departures {
  readonly #steps = new Map<number, number>();
  #total = 0;
  #oldest = 0;

  /** Forgets what no minute from `now` on has in it. */
  forget(now: number): void {
    const oldest = stepOf(now - WINDOW);
    const isLongAgo = oldest - this.#oldest > this.#steps.size;
    const steps = isLongAgo ? [...this.#steps.keys()] : between(this.#oldest, oldest);
    for (const step of steps) {
      if (step >= oldest) continue;
      this.#total -= this.#steps.get(step) ?? 0;
      this.#steps.delete(step);
    }
    this.#oldest = oldest;
  }

  /** How many there are in the minute before the last `forget`, and later. */
  get total(): number {
    return this.#total;
  }

  add(at: number): void {
    const step = stepOf(at);
    this.#steps.set(step, (this.#steps.get(step) ?? 0) + 1);
    this.#total += 1;
  }

  /** A promised departure does not take place. Whether it was still counted. */
  remove(at: number): boolean {
    const step = stepOf(at);
    const count = this.#steps.get(step) ?? 0;
    if (step < this.#oldest || count === 0) return false;
    this.#steps.set(step, count - 1);
    this.#total -= 1;
    return true;
  }

  /**
   * The first moment from `from` on with fewer than `limit` in the minute before it and after it, or null where there is
   * none up to `latest`.
   */
  earliest(from: number, limit: number, latest: number): number | null {
    if (from > latest) return null;
    let left = this.#total;
    let step = this.#oldest;
    while (left >= limit) {
      left -= this.#steps.get(step) ?? 0;
      step += 1;
      if (step * STEP + WINDOW > latest) return null;
    }
    return step === this.#oldest ? from : Math.max(from, step * STEP + WINDOW);
  }
}

function stepOf(at: number): number {
  return Math.floor(at / STEP);
}

function between(first: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
}
