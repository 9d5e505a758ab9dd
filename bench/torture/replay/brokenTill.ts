import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BREAKAGES } from './breakages.ts';

/** Run in a process of its own: the simulation on a program with one mistake in its text. */
const [name = '', runs = '', seed = ''] = process.argv.slice(2);
const breakage = BREAKAGES[name];
if (breakage === undefined) throw new Error(`no breakage is called ${name}`);
const path = join(import.meta.dirname, '..', '..', '..', breakage.file);
const text = readFileSync(path, 'utf8');
if (!text.includes(breakage.find)) throw new Error(`${breakage.file} has no "${breakage.find}"`);

registerHooks({
  load: (url, context, next) =>
    url === pathToFileURL(path).href
      ? {
          format: 'module-typescript',
          source: text.replace(breakage.find, breakage.put),
          shortCircuit: true,
        }
      : next(url, context),
});

const { runsUntilFailure } = await import('./simulate.ts');
console.log(JSON.stringify(await runsUntilFailure(Number(runs), Number(seed))));
process.exit(0);
