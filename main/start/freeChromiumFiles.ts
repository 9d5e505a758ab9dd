import { lstatSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** What Chromium reads of its own before any window, and waits for; nothing of the till's is in it. */
const CHROMIUM_FILES = [
  'Preferences',
  'Local State',
  'Cookies',
  'DIPS',
  'Network Persistent State',
  'TransportSecurity',
  'Trust Tokens',
];

/**
 * Puts aside what has the name of one of Chromium's own files and is none: a pipe there would be waited for without an
 * end, and a folder or a link leads elsewhere. Before the app is ready. `now`: ms since 1970.
 */
export function freeChromiumFiles(folder: string, now: number): void {
  for (const path of CHROMIUM_FILES.map((name) => join(folder, name))) {
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats === undefined || stats.isFile()) continue;
      renameSync(path, `${path}.other-${now}`);
    } catch {
      // A folder that takes no change says so when the lock is asked for.
    }
  }
}
