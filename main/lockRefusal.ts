import { accessSync, constants } from 'node:fs';
import { errorCode } from './files/durableFile.ts';

/**
 * Why nobody can take the lock of a data folder: Chromium's lock is a file in it, and where that cannot be made it
 * says that another program has it. The file system's own error, or null where the folder takes files.
 */
export function lockRefusal(folder: string): unknown {
  try {
    accessSync(folder, constants.W_OK);
    return null;
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? null : error;
  }
}
