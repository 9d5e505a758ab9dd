import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleRelay } from './build/bundleRelay.ts';
import { filesDigest } from './fingerprint.ts';
import { keepFolder } from './keptFolder.ts';
import { dataFolder, projectRoot, relayOutFolder } from './projectPaths.ts';
import { runScript } from './runScript.ts';

/** Everything that the relay's bundle is made from, and the rules by which. */
const sources = [
  '{app,platform,relay}/**/*.{ts,json}',
  'dev/build/*',
  'dev/shipped/**',
  'docs/dependencies.md',
  'LICENSE',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

/**
 * Builds the relay into `out-relay/`, unless what lies there was made from the same sources: one file that plain Node runs,
 * and what it is made of. Never a part of `out/`, which is the till's.
 * @throws PlainFailure when the sources cannot be built
 */
export async function buildRelay(): Promise<'kept' | 'made'> {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  return keepFolder({
    folder: relayOutFolder,
    madeFrom: { version, sources: await filesDigest(projectRoot, sources) },
    workshop: join(dataFolder, 'build'),
    make: bundleRelay,
  });
}

if (import.meta.main) {
  await runScript(async () => {
    const made = (await buildRelay()) === 'made';
    console.log(made ? 'Built out-relay/relay.mjs.' : 'out-relay/ is up to date.');
    return 0;
  });
}
