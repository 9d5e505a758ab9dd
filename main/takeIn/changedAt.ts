import { lstat } from 'node:fs/promises';

/** When the disk has last given it a name, or something in it one (ms since 1970): nobody sets that. 0 where it does not say. */
export async function changedAt(path: string): Promise<number> {
  return Math.max(0, (await lstat(path).catch(() => null))?.ctimeMs ?? 0);
}
