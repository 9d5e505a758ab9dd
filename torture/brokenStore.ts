import { breakProgram } from './brokenProgram.ts';
import { STORE_BREAKAGES } from './storeBreakages.ts';

/** Run in a process of its own: the model of the store on a program with one mistake in its text. */
const [name = '', runs = '', seed = ''] = process.argv.slice(2);
const breakage = STORE_BREAKAGES[name];
if (breakage === undefined) throw new Error(`no breakage is called ${name}`);
breakProgram(breakage);

const { sequencesUntilFailure } = await import('./checkModel.ts');
console.log(JSON.stringify(await sequencesUntilFailure(Number(runs), Number(seed))));
process.exit(0);
