import { accessSync, constants, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Why nobody can take the lock of a data folder: Chromium's lock is a file in it, on Linux and macOS with a socket in a
 * new folder for temporary files, and where these cannot be made it says that another program has it. The file system's
 * own error, or null where both places take files.
 */
export function lockRefusal(folder: string): unknown {
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    return error;
  }
  return process.platform === 'win32' ? null : refusalOfSocket();
}

function refusalOfSocket(): unknown {
  try {
    rmdirSync(mkdtempSync(join(tmpdir(), 'tillside-lock-')));
    return null;
  } catch (error) {
    return error;
  }
}
