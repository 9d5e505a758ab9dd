import { randomBytes } from 'node:crypto';
import { readdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const ENDING = /^\.[0-9a-f]{8}\.new$/;

/** Where a file is written before it gets the name `path`. */
export function besideOf(path: string): string {
  return `${path}.${randomBytes(4).toString('hex')}.new`;
}

/**
 * Removes what was left under a second name of this file: a kill between the two, or a scanner that held it, leaves all of the secret
 * there. Nothing else: what another process writes just now is no second name of it. Where that cannot be done it stays for the
 * next time.
 */
export async function removeCopiesBeside(path: string): Promise<void> {
  try {
    const own = await stat(path, { bigint: true });
    for (const name of await readdir(dirname(path))) {
      if (!name.startsWith(basename(path)) || !ENDING.test(name.slice(basename(path).length)))
        continue;
      const copy = join(dirname(path), name);
      const { ino, dev } = await stat(copy, { bigint: true });
      if (ino === own.ino && dev === own.dev) await unlink(copy);
    }
  } catch {
    // A folder that may only be read, or one of them is gone.
  }
}
