import { join } from 'node:path';
import type { Disk } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';
import type { TrailKind } from './trailLine.ts';

const NAME = /^audit-(manager|cashier)-(\d{6,9})\.trail$/;

/** `audit-manager-000012.trail` */
export function trailFileName(kind: TrailKind, file: number): string {
  return `audit-${kind}-${String(file).padStart(6, '0')}.trail`;
}

/** The numbers of one kind's files among these names, oldest first. */
export function trailFiles(names: readonly string[], kind: TrailKind): number[] {
  return names
    .flatMap((name) => {
      const match = NAME.exec(name);
      const file = Number(match?.[2]);
      return match?.[1] === kind && name === trailFileName(kind, file) ? [file] : [];
    })
    .sort((a, b) => a - b);
}

/** What no file is read from: a folder in its place, a link, what this user has no right to read, or somebody's 3 GB. */
const NO_FILE: ReadonlySet<string> = new Set([
  'EISDIR',
  'ELOOP',
  'EMLINK',
  'EACCES',
  'EPERM',
  'ERR_FS_FILE_TOO_LARGE',
]);

/** The content of a file of the trail, or null where there is none to read. */
export async function readTrailFile(disk: Disk, folder: string, name: string) {
  try {
    return await disk.read(join(folder, name));
  } catch (error) {
    if (NO_FILE.has(errorCode(error))) return null;
    throw error;
  }
}
