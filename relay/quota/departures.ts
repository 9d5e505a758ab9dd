import { STEP, WINDOW } from './limits.ts';

/** Steps that a minute reaches back from the one in which it ends. */
const STEPS = WINDOW / STEP;

/**
 * The strict count: how many calls have left, or will at a moment that was promised, within the minute before any
 * moment. It has the last word. Microseconds.
 */
export class Departures {
  readonly #steps = new Map<number, number>();
  #total = 0;
  #oldest = 0;
  #now = 0;
  #newest = 0;

  /** Forgets what no minute from `now` on has in it. */
  forget(now: number): void {
    const oldest = stepOf(now - WINDOW);
    const isLongAgo = oldest - this.#oldest > this.#steps.size;
    const steps = isLongAgo ? [...this.#steps.keys()] : between(this.#oldest, oldest);
    for (const step of steps) {
      if (step >= oldest) continue;
      this.#total -= this.#countOf(step);
      this.#steps.delete(step);
    }
    this.#oldest = oldest;
    this.#now = stepOf(now);
  }

  /** How many there are in the minute before the last `forget`, and later. */
  get total(): number {
    return this.#total;
  }

  add(at: number): void {
    const step = stepOf(at);
    this.#steps.set(step, this.#countOf(step) + 1);
    this.#newest = Math.max(this.#newest, step);
    this.#total += 1;
  }

  /** A promised departure does not take place. Whether it was still counted. */
  remove(at: number): boolean {
    const step = stepOf(at);
    const count = this.#countOf(step);
    if (step < this.#oldest || count === 0) return false;
    this.#steps.set(step, count - 1);
    this.#total -= 1;
    return true;
  }

  /**
   * The first moment from `from` on at which one more may leave, so that no minute has more than `limit`: neither the one
   * before it nor one that ends with a departure which is promised already. Null where there is none up to `latest`.
   */
  earliest(from: number, limit: number, latest: number): number | null {
    if (from > latest) return null;
    if (this.#total < limit) return from;
    const first = stepOf(from);
    let full: number | null = null;
    // The minute that ends with each step, from that of now on.
    let count = this.#total - this.after(this.#now * STEP);
    for (let step = this.#now; step < first || step < this.#newest || count >= limit; ) {
      if (step >= first && count >= limit) full = step;
      step += 1;
      count += this.#countOf(step) - this.#countOf(step - STEPS - 1);
    }
    if (full === null) return from;
    const free = (full + 1) * STEP;
    return free > latest ? null : free;
  }

  /** How many are promised for later than the step of this moment. */
  after(at: number): number {
    let count = 0;
    for (let step = stepOf(at) + 1; step <= this.#newest; step += 1) count += this.#countOf(step);
    return count;
  }

  #countOf(step: number): number {
    return this.#steps.get(step) ?? 0;
  }
}

function stepOf(at: number): number {
  return Math.floor(at / STEP);
}

function between(first: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
}
