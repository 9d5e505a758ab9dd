import type { TestProject } from 'vitest/node';
import { hasChromium, startBrowser } from './browser.ts';
import { givenAddress, giveRun } from './givenRun.ts';
import { servePreview } from './servePreview.ts';

/**
 * Vitest's hook, once for each project: as many browsers as its files run side by side, and one preview for all. A browser
 * for each file took its time to start, and compiled the page anew.
 */
export async function setup({
  config,
}: Pick<TestProject, 'config'>): Promise<(() => Promise<void>) | undefined> {
  if (!hasChromium) return undefined;
  const given = givenAddress();
  const own = given === undefined ? await servePreview() : null;
  const browsers = await Promise.all(Array.from({ length: config.maxWorkers }, startBrowser));
  giveRun(
    own?.url ?? given ?? '',
    browsers.map(({ port }) => port),
  );
  return async () => {
    await Promise.all(browsers.map((browser) => browser.stop()));
    await own?.stop();
  };
}
