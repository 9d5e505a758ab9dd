import { describeMachine, table } from '../../bench/report/report.ts';
import { RELAY_BREAKAGES, relayRunsUntilCaught } from './relayBreakages.ts';
import { checkRelay } from './relaySequences.ts';

const RUNS = 10_000;

/** So many schedules are enough to see any of the deliberate mistakes. */
const ENOUGH = 5_000;

/**
 * The till with a relay in the middle that duplicates, delays, loses and dies, in virtual time; and whether the same check
 * sees every mistake that was made on purpose. `seed` and `path`: of a failure that was printed, to see it again.
 */
export async function tortureRelay([seed, path]: readonly string[]): Promise<boolean> {
  if (seed !== undefined) {
    await checkRelay(RUNS, { seed: Number(seed), ...(path === undefined ? {} : { path }) });
    return true;
  }
  const begun = performance.now();
  await checkRelay(RUNS);
  const took = performance.now() - begun;
  console.log(
    `Relay: ${RUNS} random schedules hold (${Math.round(took / 1_000)} s, ${(took / RUNS).toFixed(1)} ms each).`,
  );
  console.log(describeMachine(import.meta.dirname));
  const rows = Object.keys(RELAY_BREAKAGES).map((mistake) => {
    return { mistake, 'caught after': relayRunsUntilCaught(mistake, ENOUGH) ?? 'NEVER' };
  });
  console.log(table(rows));
  return rows.every((row) => row['caught after'] !== 'NEVER');
}
