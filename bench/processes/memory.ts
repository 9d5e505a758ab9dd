import { percentile } from '../report/statistics.ts';

/** So many looks at the memory on the way from the first save to the last. */
const LOOKS = 80;

export interface Weight {
  heap: number;
  resident: number;
}

/** Bytes that a process holds while it works through a queue, after a full collection each time. */
export class Memory {
  readonly #every: number;
  readonly #weights: Weight[] = [];

  /** `total`: how many saves there are. */
  constructor(total: number) {
    this.#every = Math.ceil(total / LOOKS);
  }

  /** Weighs when `done` saves have come another step further. Needs `node --expose-gc`. */
  look(done: number): void {
    if (done < (this.#weights.length + 1) * this.#every) return;
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    this.#weights.push({ heap: heapUsed, resident: rss });
  }

  /** The median of the last quarter over that of the second: 1 is flat. */
  growth(): Weight {
    const quarter = Math.floor(this.#weights.length / 4);
    const second = this.#weights.slice(quarter, 2 * quarter);
    const last = this.#weights.slice(-quarter);
    const of = (weights: readonly Weight[], kind: keyof Weight) =>
      percentile(
        weights.map((weight) => weight[kind]),
        0.5,
      );
    const ratio = (kind: keyof Weight) => of(last, kind) / of(second, kind);
    return { heap: ratio('heap'), resident: ratio('resident') };
  }
}
