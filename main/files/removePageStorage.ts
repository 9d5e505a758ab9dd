import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './durableFile.ts';

/** Where Chromium keeps what a page has laid away, and what it has made of its scripts. */
export const PAGE_STORAGE = [
  'Local Storage',
  'Session Storage',
  'IndexedDB',
  'File System',
  'WebStorage',
  'Service Worker',
  'databases',
  'blob_storage',
  'Cache',
  'Code Cache',
] as const;

/**
 * Earlier versions showed the window in a session on the disk: what it left goes, for nobody reads it any more. To be
 * called before Chromium opens anything in the folder. Of a link only the link goes. Gives what stays, in a few words.
 */
export function removePageStorage(folder: string): string[] {
  return PAGE_STORAGE.flatMap((name) => {
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
      return [];
    } catch (error) {
      return [`${name} ${errorCode(error)}`];
    }
  });
}
