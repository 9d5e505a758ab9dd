/** A number from 0 (included) to 1 (excluded), as `Math.random` gives it; injected. */
export type Randomness = () => number;

export interface BackoffSchedule {
  firstMilliseconds: number;
  limitMilliseconds: number;
}

/** A gateway that cannot be reached: 1 s doubling to 60 s. */
export const PROBE_SCHEDULE: BackoffSchedule = {
  firstMilliseconds: 1_000,
  limitMilliseconds: 60_000,
};

/** One save that the gateway could not take just now: 2 s doubling to 10 min. */
export const RETRY_SCHEDULE: BackoffSchedule = {
  firstMilliseconds: 2_000,
  limitMilliseconds: 600_000,
};

/** Exponential backoff with full jitter, in ms: anything from 0 to the step of this try (1 = first). */
export function backoff(schedule: BackoffSchedule, tries: number, random: Randomness): number {
  const exponent = Math.min(Math.max(tries, 1) - 1, 30);
  const step = Math.min(schedule.firstMilliseconds * 2 ** exponent, schedule.limitMilliseconds);
  return Math.round(step * random());
}
