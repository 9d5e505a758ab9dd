import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import { common } from '../build/bundles.ts';
import { cacheFolder, projectRoot } from '../projectPaths.ts';

/** The page on a till in memory, below the project's folder. */
export const PREVIEW = 'preview/preview.html';

/** Serves the sources, with hot reload. `port`: where to begin to look for a free one; 0: any. */
export async function serveLivePage(
  port: number,
): Promise<{ address: string; close: () => Promise<void> }> {
  const server = await createServer({
    ...common,
    root: projectRoot,
    mode: 'development',
    logLevel: 'info',
    clearScreen: false,
    cacheDir: join(cacheFolder, 'live'),
    plugins: [react()],
    optimizeDeps: { entries: [PREVIEW] },
    server: {
      host: '127.0.0.1',
      port,
      watch: { ignored: ['out', 'dist', '.data'].map((folder) => `**/${folder}/**`) },
    },
  });
  await server.listen();
  const [address = ''] = server.resolvedUrls?.local ?? [];
  return { address, close: () => server.close() };
}
