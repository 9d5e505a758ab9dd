import type { Clock } from '../../main/clock/clock.ts';
import { type Timer, TimerHeap } from './timerHeap.ts';

/** A clock that stands still until a test moves it. Wall and monotonic time move apart on request. */
export class VirtualClock implements Clock {
  #wall: number;
  #monotonic = 0;
  readonly #timers = new TimerHeap();
  readonly #rest: () => Promise<void>;

  /** `rest` waits for what needs real time (files, sockets) before this clock goes on. */
  constructor(start = Date.UTC(2026, 10, 24, 4), rest: () => Promise<void> = settleDown) {
    this.#wall = start;
    this.#rest = rest;
  }

  now = (): number => this.#wall;
  monotonic = (): number => this.#monotonic;

  after(milliseconds: number, callback: () => void): () => void {
    const timer: Timer = { at: this.#monotonic + Math.max(0, milliseconds), callback };
    this.#timers.push(timer);
    return () => {
      timer.callback = null;
    };
  }

  /** Sets the wall clock without any time passing. */
  jump(milliseconds: number): void {
    this.#wall += milliseconds;
  }

  /** Lets time pass, timer by timer, with everything that follows from each. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#monotonic + milliseconds;
    await this.#rest();
    for (let next = this.#timers.pop(end); next !== null; next = this.#timers.pop(end)) {
      this.#move(next.at);
      next.callback?.();
      await this.#rest();
    }
    this.#move(end);
  }

  /** Two that let time pass at once: the one that ends behind the other does not turn it back. */
  #move(to: number): void {
    if (to < this.#monotonic) return;
    this.#wall += to - this.#monotonic;
    this.#monotonic = to;
  }
}

/** Lets every promise run that needs no real time: one turn of the event loop drains them all. */
async function settleDown(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
