import { errorCode } from './durableFile.ts';

/** A folder, a link or a socket in the place of a file. What may not be read, or not now, is a file all the same. */
const NO_FILE: ReadonlySet<string> = new Set(['EISDIR', 'ELOOP', 'EMLINK', 'ENOTDIR', 'ENXIO']);

/** For what reading a file rejects with: null where there is none, throws everything else that the disk says. */
export function nullIfNoFile(error: unknown): null {
  if (!NO_FILE.has(errorCode(error))) throw error;
  return null;
}
