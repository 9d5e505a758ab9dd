import { builtinModules, createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';
import { CALL_NAMES, takesArgument } from '../../app/ipc/calls.ts';
import { projectRoot } from '../projectPaths.ts';
import { buildDay } from '../shipped/buildDay.ts';

/** The oldest Node and Chromium that the bundles must run on: those of Electron 25. */
const oldestNode = 'node18';
const oldestChromium = 'chrome114';

/** What Node itself brings along, under both names. */
export const nodeModules = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/**
 * axios without its Node half: every call travels by an adapter of ours, so its sockets, redirects and proxies would
 * only be a second, unused way out.
 */
const axiosWithoutNode = join(
  dirname(createRequire(import.meta.url).resolve('axios/package.json')),
  'dist',
  'esm',
  'axios.js',
);

export type Bundle = {
  name: string;
  config: InlineConfig;
  /** What the finished code may still load at run time; everything else is inside. */
  mayLoad: readonly string[];
};

/** What holds for every bundle. */
export const common: InlineConfig = {
  configFile: false,
  logLevel: 'warn',
  root: projectRoot,
  // Nothing of a developer's machine goes into a build.
  envDir: false,
  publicDir: false,
  // What `app/member/believedDay.ts` does not go back behind.
  define: { TILLSIDE_BUILT_AT: String(buildDay()) },
};

/** The bundles of the application, each written below `out`. */
export function bundles(out: string): Bundle[] {
  const main = join(projectRoot, 'main', 'main.ts');
  const reader = join(projectRoot, 'main', 'settings', 'fileReader.ts');
  return [
    mainBundle('main', main, join(out, 'main')),
    mainBundle('reader', reader, join(out, 'reader')),
    preloadBundle(out),
    rendererBundle(out),
  ];
}

/** `NAME.cjs` in `folder`: what Electron can run as its main process or beside it, with everything in that folder. */
export function mainBundle(name: string, entry: string, folder: string): Bundle {
  const mayLoad = ['electron', ...nodeModules];
  return {
    name,
    mayLoad,
    config: {
      ...common,
      // A server build takes the packages' Node halves, where a page build would take the browser's.
      ssr: { target: 'node', noExternal: true },
      resolve: { alias: { axios: axiosWithoutNode } },
      build: {
        ssr: entry,
        outDir: folder,
        target: oldestNode,
        minify: false,
        rolldownOptions: {
          external: mayLoad,
          // What is imported when it is needed lies beside it, and costs a start nothing.
          output: { format: 'cjs', entryFileNames: `${name}.cjs`, chunkFileNames: '[name].cjs' },
        },
      },
    },
  };
}

/** By name, whether it takes an argument. */
function callsOfBridge(): Record<string, boolean> {
  return Object.fromEntries(CALL_NAMES.map((name) => [name, takesArgument(name)]));
}

function preloadBundle(out: string): Bundle {
  return {
    name: 'preload',
    // All that a sandboxed preload can load of what we want it to have.
    mayLoad: ['electron'],
    config: {
      ...common,
      define: {
        'process.env.NODE_ENV': JSON.stringify('production'),
        TILLSIDE_CALLS: JSON.stringify(callsOfBridge()),
      },
      build: {
        outDir: join(out, 'preload'),
        target: oldestChromium,
        minify: false,
        modulePreload: false,
        rolldownOptions: {
          input: join(projectRoot, 'main', 'preload.ts'),
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
        },
      },
    },
  };
}

function rendererBundle(out: string): Bundle {
  return {
    name: 'renderer',
    mayLoad: [],
    config: {
      ...common,
      root: join(projectRoot, 'renderer'),
      publicDir: 'public',
      base: './',
      plugins: [react()],
      build: {
        outDir: join(out, 'renderer'),
        emptyOutDir: true,
        target: oldestChromium,
        // The policy for scripts, styles and fonts is 'self': nothing inline, no data addresses.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
        rolldownOptions: {
          // Read from the disk, not from a network: one large file is quicker than many small ones, each of which asks main.
          output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
        },
      },
    },
  };
}
