import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkSizes } from './packages/sizeBudget.ts';
import { PlainFailure } from './plainFailure.ts';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';

/** `npm run package:sizes`: holds what lies in `dist/` against its budget (`dev/packages/sizeBudget.ts`). */
await runScript(async () => {
  const folder = join(projectRoot, 'dist');
  const files = readdirSync(folder).map((file) => ({
    file,
    size: statSync(join(folder, file)).size,
  }));
  const lines = checkSizes(files);
  if (lines.length === 0) throw new PlainFailure('No package lies in dist/: npm run package');
  for (const line of lines) console.log(line);
  return 0;
});
