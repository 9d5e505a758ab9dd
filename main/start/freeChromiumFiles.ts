import { lstatSync, renameSync, type Stats } from 'node:fs';
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
  // Whoever this program is to whom crashes are told: nobody, but it is read for each process that is begun.
  join('Crashpad', 'client_id'),
];

/** Many times what the longest of them has (bytes): each is read whole before any window. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Where some of them lie: what has that name and is no folder leads elsewhere. */
const CHROMIUM_FOLDERS = ['Crashpad'];

/**
 * Puts aside what has the name of one of Chromium's own files and is none: a pipe there would be waited for without an
 * end, a folder or a link leads elsewhere, and a file of any length is never read to its end. Before the app is ready.
 * `now`: ms since 1970.
 */
export function freeChromiumFiles(folder: string, now: number): void {
  const free = (name: string, isAsItShouldBe: (stats: Stats) => boolean) => {
    const path = join(folder, name);
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats === undefined || isAsItShouldBe(stats)) return;
      renameSync(path, `${path}.other-${now}`);
    } catch {
      // A folder that takes no change says so when the lock is asked for.
    }
  };
  for (const name of CHROMIUM_FOLDERS) free(name, (stats) => stats.isDirectory());
  for (const name of CHROMIUM_FILES)
    free(name, (stats) => stats.isFile() && stats.size <= MAX_BYTES);
}
