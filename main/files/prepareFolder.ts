import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from './durableFile.ts';

const FOR_OTHERS = 0o077;

/**
 * Makes the data folder and the folder of its log, for this user account alone, also where they were there already,
 * and a log that no link leads elsewhere. What it cannot mend stays as it is: the till starts all the same. Gives what
 * was put aside and what could not be mended, each as a few words. Throws `NoFolderError` where there is no data folder in
 * the end.
 */
export function prepareFolder(folder: string, logFile: string, now: number): string[] {
  const found: string[] = [];
  const attempt = (what: string, act: () => void) => {
    try {
      act();
    } catch (error) {
      found.push(`${what} ${errorCode(error)}`);
    }
  };
  makeFolder(folder);
  attempt(folder, () => keepForOneself(folder, 0o700));
  const logs = dirname(logFile);
  for (const path of [logs, logFile]) {
    attempt(path, () => {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      // A pipe would be waited for with every line.
      if (stats === undefined || stats.isFile() || stats.isDirectory()) return;
      const aside = `${path}.link-${now}`;
      renameSync(path, aside);
      found.push(aside);
    });
  }
  attempt(logs, () => {
    mkdirSync(logs, { recursive: true, mode: 0o700 });
    keepForOneself(logs, 0o700);
  });
  attempt(logFile, () => {
    // Made here: whoever writes into it later makes it for everybody to read.
    closeSync(openSync(logFile, APPENDING, 0o600));
    keepForOneself(logFile, 0o600);
  });
  return found;
}

/** The data folder is not there, and cannot be made. */
export class NoFolderError extends Error {
  /** `FOLDER EACCES` */
  readonly detail: string;

  constructor(detail: string) {
    super(`no data folder: ${detail}`);
    this.detail = detail;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new NoFolderError(`${folder} ${errorCode(error)}`);
  }
}

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;
/** How the log is opened: through no link, and without waiting for who reads a pipe. Windows has no such flags. */
export const APPENDING = O_WRONLY | O_CREAT | O_APPEND | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0);

function keepForOneself(path: string, mode: number): void {
  // Windows has other rights, which a folder of the user's profile inherits.
  if (process.platform === 'win32') return;
  if ((lstatSync(path).mode & FOR_OTHERS) !== 0) chmodSync(path, mode);
}
