import '../../testing/doubles/cheapScrypt.ts';
import { breakProgram } from '../brokenProgram.ts';
import { COPIES_BREAKAGES } from './copiesBreakages.ts';

/** Run in a process of its own: the model of the copies on a program with one mistake in its text. */
const [name = '', runs = '', seed = ''] = process.argv.slice(2);
const breakage = COPIES_BREAKAGES[name];
if (breakage === undefined) throw new Error(`no breakage is called ${name}`);
breakProgram(breakage);

const { copiesSequences } = await import('./copiesSequences.ts');
console.log(JSON.stringify(await copiesSequences.untilFailure(Number(runs), Number(seed))));
process.exit(0);
