import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPreview } from './buildPreview.ts';
import { hasChromium } from './Chromium.ts';
import { BUILT_PREVIEW } from './servePreview.ts';

/** Vitest's hook, once for a whole run: every file of the page's tests is served the same preview. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (!hasChromium) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'tillside-preview-'));
  await buildPreview(folder);
  // Vitest's workers inherit it.
  process.env[BUILT_PREVIEW] = folder;
  return () => rm(folder, { recursive: true, force: true });
}
