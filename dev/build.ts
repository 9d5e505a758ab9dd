import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleApp } from './build/bundleApp.ts';
import { filesDigest } from './fingerprint.ts';
import { listLanguages } from './generate/listLanguages.ts';
import { keepFolder } from './keptFolder.ts';
import { dataFolder, outFolder, projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';

/** Everything that the bundles are made from, and the rules by which. */
const sources = [
  '{app,main,renderer}/**',
  'build/tray/*',
  'dev/build/*',
  'dev/shipped/**',
  'docs/dependencies.md',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

/**
 * Builds the application into `out/`, unless what lies there was made from the same sources. A build
 * that fails leaves the last good one in place.
 * @throws PlainFailure when the sources cannot be built
 */
export async function buildApp(): Promise<'kept' | 'made'> {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  await listLanguages(projectRoot);
  return keepFolder({
    folder: outFolder,
    madeFrom: { version, sources: await filesDigest(projectRoot, sources) },
    workshop: join(dataFolder, 'build'),
    make: bundleApp,
  });
}

if (import.meta.main) {
  await runScript(async () => {
    const started = Date.now();
    const result = await buildApp();
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(result === 'made' ? `Built out/ in ${seconds} s.` : 'out/ is up to date.');
    return 0;
  });
}
