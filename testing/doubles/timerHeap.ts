export interface Timer {
  at: number;
  /** Null once it has been cancelled. */
  callback: (() => void) | null;
}

/** Timers by their time; those of the same time in the order in which they were set. */
export class TimerHeap {
  readonly #heap: { timer: Timer; order: number }[] = [];
  #order = 0;

  push(timer: Timer): void {
    this.#order += 1;
    this.#heap.push({ timer, order: this.#order });
    for (let index = this.#heap.length - 1; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  /** The earliest timer that is due at `time` or before it and not cancelled, or null. */
  pop(time: number): Timer | null {
    for (;;) {
      const first = this.#heap[0]?.timer;
      if (first === undefined || (first.callback !== null && first.at > time)) return null;
      this.#removeFirst();
      if (first.callback !== null) return first;
    }
  }

  #removeFirst(): void {
    this.#swap(0, this.#heap.length - 1);
    this.#heap.pop();
    for (let index = 0; ; ) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < this.#heap.length && this.#isBefore(child, least)) least = child;
      }
      if (least === index) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #isBefore(index: number, other: number): boolean {
    const [a, b] = [this.#heap[index], this.#heap[other]];
    if (a === undefined || b === undefined) return false;
    return a.timer.at === b.timer.at ? a.order < b.order : a.timer.at < b.timer.at;
  }

  #swap(index: number, other: number): void {
    const [a, b] = [this.#heap[index], this.#heap[other]];
    if (a === undefined || b === undefined) return;
    this.#heap[index] = b;
    this.#heap[other] = a;
  }
}
