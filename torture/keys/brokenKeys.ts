import '../../testing/doubles/cheapScrypt.ts';
import { breakProgram } from '../brokenProgram.ts';
import { KEY_BREAKAGES } from './keyBreakages.ts';

/** Run in a process of its own: the model of the keys on a program with one mistake in its text. */
const [name = '', runs = '', seed = ''] = process.argv.slice(2);
const breakage = KEY_BREAKAGES[name];
if (breakage === undefined) throw new Error(`no breakage is called ${name}`);
breakProgram(breakage);

const { keysSequences } = await import('./keysSequences.ts');
console.log(JSON.stringify(await keysSequences.untilFailure(Number(runs), Number(seed))));
process.exit(0);
