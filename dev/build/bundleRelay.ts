import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../projectPaths.ts';
import { writeRelayLegalFiles } from '../shipped/legalFiles.ts';
import { type Bundle, common, nodeModules } from './bundles.ts';
import { writeBundle } from './writeBundle.ts';

/** The Node of the container file, and of `npm run`. */
const NODE = 'node24';

/** Writes `relay.mjs` into `out`, its licences and its bill of materials. */
export async function bundleRelay(out: string): Promise<void> {
  const { version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  await writeRelayLegalFiles(out, await writeBundle(relayBundle(out, version)));
}

function relayBundle(out: string, version: string): Bundle {
  return {
    name: 'relay',
    mayLoad: nodeModules,
    config: {
      ...common,
      define: { ...common.define, TILLSIDE_VERSION: JSON.stringify(version) },
      ssr: { target: 'node', noExternal: true },
      build: {
        ssr: join(projectRoot, 'relay', 'cli.ts'),
        outDir: out,
        // What lies there beside it is written afterwards.
        emptyOutDir: false,
        target: NODE,
        minify: false,
        rolldownOptions: {
          external: nodeModules,
          output: { format: 'es', entryFileNames: 'relay.mjs', codeSplitting: false },
        },
      },
    },
  };
}
