import { table } from '../../bench/report/report.ts';
import { circleSequences, MISTAKES } from './circleSequences.ts';

const RUNS = 5_000;

/** So many sequences are enough to see any of the deliberate mistakes. */
const ENOUGH = 3_000;

/**
 * `npm run torture -- circle [SEED PATH]`: tills that hand their queues on, and whether the model sees every mistake that was
 * made on purpose. `seed` and `path`: of a failure that was printed, to see it again.
 */
export async function tortureCircle([seed, path]: readonly string[]): Promise<boolean> {
  if (seed !== undefined) {
    await circleSequences().check(RUNS, {
      seed: Number(seed),
      ...(path === undefined ? {} : { path }),
    });
    return true;
  }
  await circleSequences().check(RUNS);
  console.log(`Circle: ${RUNS} random sequences hold.`);
  const rows: { mistake: string; 'caught after': number | string }[] = [];
  for (const mistake of MISTAKES) {
    const after = await circleSequences(mistake).untilFailure(ENOUGH, 3);
    rows.push({ mistake, 'caught after': after ?? 'NEVER' });
  }
  console.log(table(rows));
  return rows.every((row) => row['caught after'] !== 'NEVER');
}
