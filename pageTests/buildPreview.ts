import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** Builds the page with its till in memory, as the page itself is built, into a folder that is emptied. */
export async function buildPreview(folder: string): Promise<void> {
  const root = join(import.meta.dirname, '../preview');
  // The test runner says `test` here, and then React would come in its development build.
  const { NODE_ENV } = process.env;
  Object.assign(process.env, { NODE_ENV: 'production' });
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'chrome114',
      modulePreload: false,
      chunkSizeWarningLimit: 1000,
      rollupOptions: { input: join(root, 'preview.html') },
    },
  });
  Object.assign(process.env, { NODE_ENV });
}
