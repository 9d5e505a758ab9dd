import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { importsOf } from './imports.ts';
import { projectRoot } from './projectPaths.ts';
import { faultsOf } from './rooms/faults.ts';
import { runScript } from './runScript.ts';

/**
 * Reads who imports whom, types as well: a room imports what `rooms/rooms.ts` lets it, and no folders import each other
 * in a circle. Of files, biome sees that.
 */
await runScript(async () => {
  const files = globSync('*/**/*.{ts,tsx}', {
    cwd: projectRoot,
    exclude: ['**/node_modules', 'out', 'dist'],
  }).map((file) => file.replaceAll(sep, '/'));
  const faults = faultsOf(
    new Map(
      files.map((file) => {
        const named = importsOf(file, readFileSync(join(projectRoot, file), 'utf8'));
        return [file, named.map(({ path }) => path)];
      }),
    ),
  );
  for (const fault of faults) console.error(fault);
  return faults.length === 0 ? 0 : 1;
});
