import { setTimeout as sleep } from 'node:timers/promises';

/** Time as the tool sees it; the tests let days pass in no time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** A timer of Node holds no more than this (ms). */
const LONGEST_TIMER = 2 ** 31 - 1;

export const realClock: Clock = {
  now: Date.now,
  sleep: async (milliseconds) => {
    for (let left = milliseconds; left > 0; left -= LONGEST_TIMER) {
      await sleep(Math.min(left, LONGEST_TIMER));
    }
  },
};
