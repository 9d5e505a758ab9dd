import { beforeEach, describe, expect, test } from 'vitest';
import { IdleTimer } from './IdleTimer.ts';

/** One timer at a time, and a clock that only goes on by hand. */
class HandClock {
  time = 0;
  timers = 0;
  #due: { at: number; call: () => void } | null = null;

  now = () => this.time;
  after = (milliseconds: number, call: () => void) => {
    this.timers += 1;
    const due = { at: this.time + milliseconds, call };
    this.#due = due;
    return () => {
      if (this.#due === due) this.#due = null;
    };
  };
  goOn(milliseconds: number) {
    this.time += milliseconds;
    while (this.#due !== null && this.#due.at <= this.time) {
      const { call } = this.#due;
      this.#due = null;
      call();
    }
  }
}

let clock: HandClock;
let idle: number;
let timer: IdleTimer;

beforeEach(() => {
  clock = new HandClock();
  idle = 0;
  timer = new IdleTimer(
    1_000,
    () => {
      idle += 1;
    },
    clock,
  );
});

describe('the idle lock', () => {
  test('comes when no hand was there for the set time, and once', () => {
    clock.goOn(999);
    expect(idle).toBe(0);
    clock.goOn(1);
    expect(idle).toBe(1);
    clock.goOn(10_000);
    expect(idle).toBe(1);
  });

  test('comes with the hand that comes too late, once: that hand does not keep it away', () => {
    clock.time += 1_000;
    expect(timer.touch()).toBe(false);
    expect(idle).toBe(1);
    clock.goOn(10_000);
    expect(idle).toBe(1);
  });

  test('waits anew after every hand, with one timer for thousands of keys', () => {
    for (let key = 0; key < 5_000; key += 1) {
      clock.goOn(1);
      timer.touch();
    }
    expect(idle).toBe(0);
    expect(clock.timers).toBeLessThan(10);
    clock.goOn(999);
    expect(idle).toBe(0);
    clock.goOn(1);
    expect(idle).toBe(1);
  });

  test('does not come any more once it is stopped', () => {
    timer.stop();
    clock.goOn(10_000);
    expect(idle).toBe(0);
  });
});
