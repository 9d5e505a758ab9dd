import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { UserIds } from '../../dev/processes.ts';
import { errorCode } from '../../main/files/durableFile.ts';
import { freshFolder, runFolder } from './runFolder.ts';

/** "nobody", on every Linux: Chromium's sandbox works for it, as it does not for root. */
export const ordinaryUser: UserIds = { uid: 65534, gid: 65534 };

/** A till that runs there may have put another file in the place of one meanwhile, as its own. */
function handOver(path: string): void {
  try {
    lchownSync(path, ordinaryUser.uid, ordinaryUser.gid);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

/** Hands a folder and all that is in it to the ordinary user. */
export function giveTo(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of ['', ...(readdirSync(folder, { recursive: true }) as string[])]) {
    handOver(join(folder, name));
  }
  return folder;
}

/**
 * The folder itself, or a copy (made once in a run) where the ordinary user cannot reach it.
 * `parts` are what is needed of it.
 */
export function reachable(folder: string, parts: readonly string[] = ['.']): string {
  if (isWithinReach(folder)) return folder;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const copy = join(runFolder(), `copy-${name}`);
  if (existsSync(copy)) return copy;
  const unfinished = freshFolder('copying');
  for (const part of parts) {
    cpSync(join(folder, part), join(unfinished, part), { recursive: true, verbatimSymlinks: true });
  }
  giveTo(unfinished);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    // Another file of tests, beside this one, was the first.
    if (!existsSync(copy)) throw error;
    rmSync(unfinished, { recursive: true });
  }
  return copy;
}

/** Whether anybody may enter every folder on the way, as far as modes tell. */
function isWithinReach(path: string): boolean {
  if ((statSync(path).mode & 0o001) === 0) return false;
  return dirname(path) === path || isWithinReach(dirname(path));
}
