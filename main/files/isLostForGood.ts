import { errorCode } from './durableFile.ts';

/** What a disk says of a file that nobody will ever read: a bad sector, what is no file at all, or is longer than any. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'EIO',
  ...['EISDIR', 'ELOOP', 'EMLINK', 'ENXIO'],
  'EFBIG',
]);

/**
 * Whether reading it again would come to the same. Everything else passes: somebody holds the file, or the system has no
 * room for it now. As long as that lasts nobody knows what it says, and nothing is written over it.
 */
export function isLostForGood(error: unknown): boolean {
  return FOR_GOOD.has(errorCode(error));
}
