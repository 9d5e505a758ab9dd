import { breakProgram } from '../brokenProgram.ts';
import { BREAKAGES } from './breakages.ts';

/** Run in a process of its own: the simulation on a program with one mistake in its text. */
const [name = '', runs = '', seed = ''] = process.argv.slice(2);
const breakage = BREAKAGES[name];
if (breakage === undefined) throw new Error(`no breakage is called ${name}`);
breakProgram(breakage);

const { runsUntilFailure } = await import('./simulate.ts');
console.log(JSON.stringify(await runsUntilFailure(Number(runs), Number(seed))));
process.exit(0);
