import { PlainFailure } from '../dev/plainFailure.ts';
import { runScript } from '../dev/runScript.ts';
import { tortureCircle } from './circle/tortureCircle.ts';
import { tortureCopies } from './copies/tortureCopies.ts';
import { tortureFiles } from './files/tortureFiles.ts';
import { tortureKeys } from './keys/tortureKeys.ts';
import { tortureRelay } from './relay/tortureRelay.ts';
import { tortureReplay } from './replay/tortureReplay.ts';
import { tortureStore } from './storeTorture.ts';

/** `npm run torture [-- PART]`: every promise at full length. Ends with 0 only if all of them held. */
const PARTS: Readonly<Record<string, (options: readonly string[]) => Promise<boolean>>> = {
  store: tortureStore,
  files: tortureFiles,
  keys: tortureKeys,
  copies: tortureCopies,
  circle: tortureCircle,
  replay: tortureReplay,
  relay: tortureRelay,
};

await runScript(async () => {
  const [name, ...options] = process.argv.slice(2);
  const named = name === undefined ? Object.values(PARTS) : [PARTS[name]];
  let areGood = true;
  for (const part of named) {
    if (part === undefined) {
      throw new PlainFailure(`usage: npm run torture [-- ${Object.keys(PARTS).join('|')}]`);
    }
    areGood = (await part(options)) && areGood;
  }
  return areGood ? 0 : 1;
});
