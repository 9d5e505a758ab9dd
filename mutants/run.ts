import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PlainFailure } from '../dev/plainFailure.ts';
import { projectRoot } from '../dev/projectPaths.ts';
import { runScript } from '../dev/runScript.ts';
import { inRandomOrder } from './choose.ts';
import { isListed, readEquivalents, staleOnes } from './equivalents.ts';
import { findMutants } from './findMutants.ts';
import { judgeMany } from './judgeMany.ts';
import { fateLine, printFates } from './printFates.ts';
import { targets } from './targets.ts';

/** Of the mutants that are decided, so many out of a hundred are to be killed. */
const MIN_KILLED_PERCENT = 95;

/**
 * `npm run mutants [-- FILE…] [--seed N] [--count N]`: small mistakes in the files of rules and store, and
 * whether the unit tests and the short torture see them. Seed and number decide which.
 */
await runScript(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '200' } },
  });
  const files = targets(projectRoot, positionals);
  if (files.length === 0) throw new PlainFailure(`no mutants of ${positionals.join(' ')}`);
  const equivalents = readEquivalents();
  const mutants = targets(projectRoot).flatMap((file) =>
    findMutants(file, readFileSync(join(projectRoot, file), 'utf8')),
  );
  const stale = staleOnes(equivalents, mutants);
  for (const { file, place, before, after } of stale) {
    console.error(`listed as no change, and not there: ${file} in ${place}`);
    console.error(`  - ${before}\n  + ${after}\n`);
  }
  const ours = mutants.filter(({ file }) => files.includes(file));
  console.error(`${ours.length} mutants of ${files.length} files, seed ${values.seed}`);
  const chosen = inRandomOrder(ours, Number(values.seed)).map((mutant) => ({
    mutant,
    isListed: isListed(mutant, equivalents),
  }));
  const fates = await judgeMany(projectRoot, chosen, Number(values.count), (fate) =>
    console.error(fateLine(fate)),
  );
  return printFates(fates) >= MIN_KILLED_PERCENT && stale.length === 0 ? 0 : 1;
});
