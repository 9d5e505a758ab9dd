import '../../testing/doubles/cheapScrypt.ts';
import { table } from '../../bench/report/report.ts';
import { COPIES_BREAKAGES, sequencesUntilCaught } from './copiesBreakages.ts';
import { copiesSequences } from './copiesSequences.ts';

const RUNS = 500;

/** So many sequences are enough to see any of the deliberate mistakes. */
const ENOUGH = 300;

/**
 * `npm run torture -- copies [SEED PATH]`: the disk of a till on three computers, and whether the model sees every mistake
 * that was made on purpose. `seed` and `path`: of a failure that was printed, to see it again.
 */
export async function tortureCopies([seed, path]: readonly string[]): Promise<boolean> {
  if (seed !== undefined) {
    await copiesSequences.check(RUNS, {
      seed: Number(seed),
      ...(path === undefined ? {} : { path }),
    });
    return true;
  }
  await copiesSequences.check(RUNS);
  console.log(`Copies: ${RUNS} random sequences hold.`);
  const rows = Object.keys(COPIES_BREAKAGES).map((mistake) => {
    return { mistake, 'caught after': sequencesUntilCaught(mistake, ENOUGH) ?? 'NEVER' };
  });
  console.log(table(rows));
  return rows.every((row) => row['caught after'] !== 'NEVER');
}
