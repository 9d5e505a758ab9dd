import { extname, join } from 'node:path';
import { errorCode } from '../files/durableFile.ts';
import type { Log } from '../log.ts';
import { isAppAddress } from './appAddress.ts';
import { PERMISSIONS_POLICY } from './permissionsPolicy.ts';
import { readTogether } from './readTogether.ts';

/** The page may run and load its own files and nothing else; it talks to nobody. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // No downloads, no dialogs of the browser's own (printing among them: `printPage.ts`), no windows.
  'sandbox allow-scripts allow-same-origin allow-forms',
].join('; ');

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
};

/** One or more plain names: no `..`, no empty name, no backslash, drive letter, NUL or percent sign. */
const PLAIN_PATH = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;

/**
 * The file below `folder` that an `app://` address names, or null where it names none of ours. None has anything behind a
 * question mark: by that a script made as many addresses of one file as it liked, and each was read for itself.
 */
export function resolveAppFile(folder: string, address: string): string | null {
  if (!isAppAddress(address)) return null;
  // The path as it was asked for: a URL parser would already have resolved the dots.
  const path = address.slice(address.indexOf('/', 'app://'.length)).replace(/#.*$/s, '');
  if (!PLAIN_PATH.test(path) || !(extname(path) in CONTENT_TYPES)) return null;
  return join(folder, ...path.split('/').slice(1));
}

/** Answers the page's requests from the packed files, with the policy on every answer, refusals included. */
export async function answerAppRequest(
  folder: string,
  request: Request,
  log: Log,
): Promise<Response> {
  if (request.method !== 'GET') return refuse(405, 'method not allowed', { Allow: 'GET' });
  const file = resolveAppFile(folder, request.url);
  if (file === null) return refuse(404, 'not found');
  const content = await readTogether(file).catch(errorCode);
  if (typeof content === 'string') {
    // A part of the window does not open for it. Not its name: a page asks for whatever it likes.
    log.error('a file of the page cannot be read', { type: extname(file), code: content });
    return refuse(404, 'not found');
  }
  const type = CONTENT_TYPES[extname(file)] ?? 'application/octet-stream';
  return new Response(new Uint8Array(content), {
    headers: { ...EVERYWHERE, 'Content-Type': type },
  });
}

const EVERYWHERE = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Permissions-Policy': PERMISSIONS_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
};

function refuse(status: number, why: string, more: Record<string, string> = {}): Response {
  const type = 'text/plain; charset=utf-8';
  return new Response(why, { status, headers: { ...EVERYWHERE, ...more, 'Content-Type': type } });
}
