import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildApp } from './build.ts';
import { signingWords } from './packages/signing.ts';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';

/** `npm run package [-- electron-builder's arguments]`: builds the app and its installers into `dist/`. */
await runScript(async () => {
  console.log(signingWords(process.env));
  await buildApp();
  const builder = join(projectRoot, 'node_modules', 'electron-builder', 'cli.js');
  const { status } = spawnSync(process.execPath, [builder, ...process.argv.slice(2)], {
    cwd: projectRoot,
    // An empty one, as a workflow without the secret gives it, would be taken for a file.
    env: Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')),
    stdio: 'inherit',
  });
  return status ?? 1;
});
