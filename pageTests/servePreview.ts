import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { buildPreview } from './buildPreview.ts';

/** Where the checks find axe, beside the page. */
export const AXE_PATH = '/axe.js';
const AXE_FILE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The policy that the till's own protocol handler sends. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Builds the preview, and serves it under the till's strict policy. */
export async function servePreview(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-preview-'));
  await buildPreview(folder);
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://preview').pathname);
    const file = path === AXE_PATH ? AXE_FILE : join(folder, path);
    const body = await readFile(file).catch(() => null);
    response.writeHead(body ? 200 : 204, {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
      // A page that is opened a hundred times is then compiled once, as the till's own is.
      'cache-control': 'max-age=3600',
    });
    response.end(body ?? undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/preview.html`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
