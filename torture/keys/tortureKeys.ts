import '../../testing/doubles/cheapScrypt.ts';
import { table } from '../../bench/report/report.ts';
import { KEY_BREAKAGES, sequencesUntilCaught } from './keyBreakages.ts';
import { keysSequences } from './keysSequences.ts';

const RUNS = 500;

/** So many sequences are enough to see any of the deliberate mistakes. */
const ENOUGH = 300;

/**
 * `npm run torture -- keys [SEED PATH]`: a till over everything that happens to its key, and whether the model sees every
 * mistake that was made on purpose. `seed` and `path`: of a failure that was printed, to see it again.
 */
export async function tortureKeys([seed, path]: readonly string[]): Promise<boolean> {
  if (seed !== undefined) {
    await keysSequences.check(RUNS, {
      seed: Number(seed),
      ...(path === undefined ? {} : { path }),
    });
    return true;
  }
  await keysSequences.check(RUNS);
  console.log(`Keys: ${RUNS} random sequences hold.`);
  const rows = Object.keys(KEY_BREAKAGES).map((mistake) => {
    return { mistake, 'caught after': sequencesUntilCaught(mistake, ENOUGH) ?? 'NEVER' };
  });
  console.log(table(rows));
  return rows.every((row) => row['caught after'] !== 'NEVER');
}
