import { lstatSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** Chromium's lock on Linux and macOS: links, of which one names host and process and one leads to a socket. */
const LOCK = ['SingletonLock', 'SingletonSocket', 'SingletonCookie'];

/**
 * Chromium says of whatever has the name of its lock that another program has the folder, and no start would ever come
 * past it. What is no link is no lock of a running program, and is put aside. `now`: ms since 1970.
 */
export function freeLock(folder: string, now: number): void {
  if (process.platform === 'win32') return;
  for (const path of LOCK.map((name) => join(folder, name))) {
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats === undefined || stats.isSymbolicLink()) continue;
      renameSync(path, `${path}.other-${now}`);
    } catch {
      // A folder that takes no change says so when the lock is asked for.
    }
  }
}
