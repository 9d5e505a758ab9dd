import fc from 'fast-check';
import { schedules } from './chapters.ts';
import { check } from './checks.ts';
import type { OpenMiddle } from './network.ts';
import type { Schedule } from './schedule.ts';
import { World } from './world.ts';

/** Runs one schedule; throws with everything that did not hold. */
export async function runSchedule(
  schedule: Schedule,
  openMiddle: OpenMiddle | null = null,
): Promise<void> {
  const world = new World(schedule, openMiddle);
  // The loop of a till that spins ends with an error that nobody is there to catch.
  const note = (error: unknown) => world.expectations.broken.push(String(error));
  process.on('unhandledRejection', note);
  try {
    await world.run(schedule);
  } finally {
    process.off('unhandledRejection', note);
  }
  const problems = check(world);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

const property = fc.asyncProperty(schedules, (schedule) => runSchedule(schedule));

/**
 * Random schedules of everything that can happen to a till, against the sandbox's books and a small model.
 * A failure prints the smallest schedule that was found, with the seed and the path that give it again.
 */
export async function checkReplay(
  runs: number,
  again: Pick<fc.Parameters, 'seed' | 'path'> = {},
): Promise<void> {
  await fc.assert(property, { numRuns: runs, includeErrorInReport: true, ...again });
}

/** How many schedules run well before one fails, or null when all of them do. */
export async function runsUntilFailure(runs: number, seed: number): Promise<number | null> {
  const result = await fc.check(property, { numRuns: runs, seed, endOnFailure: true });
  return result.failed ? result.numRuns : null;
}
