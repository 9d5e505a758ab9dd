import { join } from 'node:path';
import type { Disk } from '../disk/disk.ts';
import { nullIfNoFile } from '../files/diskAnswer.ts';
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

/** Many times what a till writes into one file of its trail (bytes): what is longer somebody else has made so. */
export const MAX_TRAIL_BYTES = 32 * 1024 * 1024;

/** What there is of a file; `isTooLong`: its end was not read. */
export interface TrailFile {
  bytes: Buffer;
  isTooLong: boolean;
}

/** The content of a file of the trail, or null where there is none. Rejects with the disk's own error where it does not give it now. */
export async function readTrailFile(
  disk: Disk,
  folder: string,
  name: string,
): Promise<TrailFile | null> {
  const read = await disk.read(join(folder, name), MAX_TRAIL_BYTES + 1).catch(nullIfNoFile);
  if (read === null) return null;
  return { bytes: read.subarray(0, MAX_TRAIL_BYTES), isTooLong: read.length > MAX_TRAIL_BYTES };
}
