import type { Fate } from './judgeMany.ts';
import type { Mutant } from './mutant.ts';

/** One line for each, while they come. */
export function fateLine({ mutant, verdict }: Fate): string {
  const what = `${verdict.is.padEnd(8)} ${spot(mutant)}`;
  if (verdict.is === 'killed') return `${what}, by: ${verdict.by}`;
  return verdict.is === 'invalid' ? `${what}: ${verdict.why}` : what;
}

/** Every survivor with its text before and after, and the sum. Gives the killed ones out of a hundred. */
export function printFates(fates: readonly Fate[]): number {
  for (const { mutant, verdict } of fates) {
    if (verdict.is !== 'survived') continue;
    const unmet = verdict.isReached ? '' : ', which no test comes to';
    console.log(`survived: ${spot(mutant)}${unmet}`);
    console.log(`  - ${mutant.before}\n  + ${mutant.after}\n`);
  }
  const count = (is: Fate['verdict']['is']) =>
    fates.filter(({ verdict }) => verdict.is === is).length;
  const decided = count('killed') + count('survived');
  const percent = decided === 0 ? 0 : (100 * count('killed')) / decided;
  console.log(`${count('killed')} of ${decided} killed: ${percent.toFixed(1)} %.`);
  console.log(
    `Not counted: ${count('listed')} listed as no change, ${count('invalid')} that do not compile or fail unmet.`,
  );
  return percent;
}

function spot({ file, line, place, kind }: Mutant): string {
  return `${file}:${line} in ${place} (${kind})`;
}
