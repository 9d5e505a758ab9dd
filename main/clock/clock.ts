/** The time, and how to be called back later: the system's, or a test's. */
export interface Clock {
  /** Wall clock, ms since 1970; may jump. */
  now(): number;
  /** Ms that never go backwards. */
  monotonic(): number;
  /** Calls back after `milliseconds`; returns the way to cancel. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
