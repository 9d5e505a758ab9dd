import { breakProgram } from '../brokenProgram.ts';
import { RELAY_BREAKAGES } from './relayBreakages.ts';

/** Run in a process of its own: the simulation with one mistake in the program's text. */
const [name = '', runs = '', seed = ''] = process.argv.slice(2);
const breakage = RELAY_BREAKAGES[name];
if (breakage === undefined) throw new Error(`no breakage is called ${name}`);
breakProgram(breakage);

const { relayRunsUntilFailure } = await import('./relaySequences.ts');
console.log(JSON.stringify(await relayRunsUntilFailure(Number(runs), Number(seed))));
process.exit(0);
