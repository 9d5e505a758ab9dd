import { readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/**
 * Whether a Tillside of this very machine has the folder open: Chromium's lock on Linux and macOS is a link that names
 * host and process. What another machine has left there, and a process that has ended, holds nobody.
 */
export async function isInUse(folder: string): Promise<boolean> {
  const target = await readlink(join(folder, 'SingletonLock')).catch(() => '');
  const [, host, id] = /^(.*)-(\d+)$/.exec(target) ?? [];
  if (host !== hostname()) return false;
  try {
    process.kill(Number(id), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
