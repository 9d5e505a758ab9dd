import { readFileSync } from 'node:fs';

/** Put into the bundle by `dev/build/bundleRelay.ts`; not there where the sources run as they stand. */
declare const TILLSIDE_VERSION: string;

/** The program's version: the bundle's, or that of the manifest that lies above the sources. */
export function ownVersion(): string {
  if (typeof TILLSIDE_VERSION === 'string') return TILLSIDE_VERSION;
  try {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(text) as { version?: unknown };
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}
