import fc from 'fast-check';
import type { OpenMiddle } from '../replay/network.ts';
import { runSchedule } from '../replay/simulate.ts';
import { relaySchedules } from './relaySchedules.ts';
import { VirtualRelay } from './virtualRelay.ts';

export const openRelay: OpenMiddle = (parts) => new VirtualRelay(parts);

const property = fc.asyncProperty(relaySchedules, (schedule) => runSchedule(schedule, openRelay));

/**
 * Random schedules of everything that can happen to a till and to the relay that it calls, against the same books and the
 * same model as without one. A failure prints the smallest schedule that was found.
 */
export async function checkRelay(
  runs: number,
  again: Pick<fc.Parameters, 'seed' | 'path'> = {},
): Promise<void> {
  await fc.assert(property, { numRuns: runs, includeErrorInReport: true, ...again });
}

/** How many schedules run well before one fails, or null when all of them do. */
export async function relayRunsUntilFailure(runs: number, seed: number): Promise<number | null> {
  const result = await fc.check(property, { numRuns: runs, seed, endOnFailure: true });
  return result.failed ? result.numRuns : null;
}
