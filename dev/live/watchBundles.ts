import { build, type Rolldown } from 'vite';
import type { Bundle } from '../build/bundles.ts';

export type BundleNews = {
  /** A bundle is written, for the first time or again. */
  onBuilt: (name: string) => void;
  /** What is wrong with the sources; what was built before stays. */
  onFailure: (name: string, problem: string) => void;
};

/**
 * Builds bundles with their source maps inside, each again as soon as one of its sources changes, until it is closed.
 * For development: nothing checks what they load.
 */
export async function watchBundles(
  bundles: readonly Bundle[],
  { onBuilt, onFailure }: BundleNews,
): Promise<{ close: () => Promise<void> }> {
  const watchers = await Promise.all(
    bundles.map(async ({ name, config }) => {
      const watcher = (await build({
        ...config,
        mode: 'development',
        logLevel: 'silent',
        build: { ...config.build, watch: {}, sourcemap: 'inline', minify: false },
      })) as Rolldown.RolldownWatcher;
      watcher.on('event', (event) => {
        if (event.code === 'ERROR') onFailure(name, event.error.message);
        if (event.code === 'BUNDLE_END') onBuilt(name);
        if ('result' in event) void event.result?.close();
      });
      return watcher;
    }),
  );
  return { close: async () => void (await Promise.all(watchers.map((one) => one.close()))) };
}
