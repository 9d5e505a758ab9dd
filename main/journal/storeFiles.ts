import { join } from 'node:path';
import type { ReadingDisk } from '../disk/disk.ts';
import { isNoFile } from '../files/diskAnswer.ts';
import { errorCode } from '../files/durableFile.ts';

/** `outbox-000012.journal` and `outbox-000012.snapshot`: a snapshot holds all that came before the journal of its number. */
const NAME = /^outbox-(\d{6,12})\.(journal|snapshot)$/;

export type StoreFileKind = 'journal' | 'snapshot';

export interface StoreFile {
  name: string;
  generation: number;
  kind: StoreFileKind;
}

/** No file is ever given this number: one behind it would have a name that is not read. */
const NEVER = 999_999_999_999;

/** As of a change that has no number (`Commits`). */
const OVERFLOW = { code: 'EOVERFLOW' };

/** Throws where there is no number any more, with a code as the disk does: then nothing is stored, and what is there is shown. */
export function storeFileName(generation: number, kind: StoreFileKind): string {
  if (generation >= NEVER)
    throw Object.assign(new RangeError('the numbers of the store have run out'), OVERFLOW);
  return `outbox-${String(generation).padStart(6, '0')}.${kind}`;
}

/**
 * The store's files among these names, oldest first. A name that is not written as the store writes it is somebody
 * else's copy: were it read, two files would have one number.
 */
export function storeFiles(names: readonly string[]): StoreFile[] {
  return names
    .flatMap((name): StoreFile[] => {
      const match = NAME.exec(name);
      if (match === null) return [];
      const generation = Number(match[1]);
      const kind = match[2] as StoreFileKind;
      if (generation >= NEVER || name !== storeFileName(generation, kind)) return [];
      return [{ name, generation, kind }];
    })
    .sort((a, b) => a.generation - b.generation);
}

/** More than a till ever comes to between two looks at its folder. */
const FAR = 1_000_000;

/** Whether a till may have counted to this file, or behind it. */
export function isWithinReach({ generation }: StoreFile): boolean {
  return generation < NEVER - FAR;
}

/**
 * The last of these files (oldest first) where its number lies so far from the others, and so near to the end of all
 * numbers, that no till has counted there: it would leave none for the next one.
 */
export function outOfReach(files: readonly StoreFile[]): StoreFile | null {
  const [first, last] = [files[0], files.at(-1)];
  if (first === undefined || last === undefined || isWithinReach(last)) return null;
  return last.generation - first.generation > FAR ? last : null;
}

/** Of 2 GiB or more: Node reads none as a whole. */
const TOO_LARGE = 'ERR_FS_FILE_TOO_LARGE';

/**
 * What has the name of a file of the store is none, and will not be one later. A bad sector is no such thing here: without
 * the saves that lie there nobody begins, and the chain may recover them from another disk.
 */
export function isNeverRead(error: unknown): boolean {
  return isNoFile(error) || errorCode(error) === TOO_LARGE;
}

/** The content of a file, or null where what has the name of one can never be read as one. */
export async function readStoreFile(
  disk: ReadingDisk,
  folder: string,
  { name }: StoreFile,
): Promise<Buffer | null> {
  try {
    return (await disk.read(join(folder, name))) ?? Buffer.alloc(0);
  } catch (error) {
    if (isNeverRead(error)) return null;
    throw error;
  }
}
