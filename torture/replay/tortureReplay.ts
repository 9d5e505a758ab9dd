import { describeMachine, table } from '../../bench/report/report.ts';
import { BREAKAGES, runsUntilCaught } from './breakages.ts';
import { checkReplay } from './simulate.ts';

const RUNS = 10_000;

/** So many schedules are enough to see any of the deliberate mistakes. */
const ENOUGH = 5_000;

/**
 * The replayer in virtual time, and whether the same check sees every mistake that was made on purpose.
 * `seed` and `path`: of a failure that was printed, to see it again.
 */
export async function tortureReplay([seed, path]: readonly string[]): Promise<boolean> {
  if (seed !== undefined) {
    await checkReplay(RUNS, { seed: Number(seed), ...(path === undefined ? {} : { path }) });
    return true;
  }
  const begun = performance.now();
  await checkReplay(RUNS);
  const took = performance.now() - begun;
  console.log(
    `Replayer: ${RUNS} random schedules hold (${Math.round(took / 1_000)} s, ${(took / RUNS).toFixed(1)} ms each).`,
  );
  console.log(describeMachine(import.meta.dirname));
  const rows = Object.keys(BREAKAGES).map((mistake) => {
    return { mistake, 'caught after': runsUntilCaught(mistake, ENOUGH) ?? 'NEVER' };
  });
  console.log(table(rows));
  return rows.every((row) => row['caught after'] !== 'NEVER');
}
