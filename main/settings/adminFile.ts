import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { patientlyNow } from '../files/patientlyNow.ts';
import { isWindowsPolicyFile, type Judgement } from './windowsPolicy.ts';

const WRITABLE_BY_OTHERS = 0o022;

/** Whoever starts the program names the file, and the running till reads it: a pipe must not make it wait. */
const READING = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Many times what the longest provisioning has (bytes). */
const MAX_BYTES = 4 * 1024 * 1024;

/** Read at a time (bytes). */
const PART = 64 * 1024;

/**
 * Where administrators put what is theirs. Root's own file elsewhere may say what an ordinary user has told one of
 * root's services: accounts-daemon writes a file of root's in /var/lib for whoever asks it to.
 */
const PLACES = [
  '/etc/',
  '/opt/',
  '/usr/local/etc/',
  '/usr/local/share/',
  '/Library/',
  '/private/etc/',
];

export interface AdminFile {
  text: string;
  /** Only an administrator can have written it: this very user can neither write nor replace it. */
  isTrusted: boolean;
  /** Nobody can say now whose it is; then it is not trusted. */
  isUnjudged?: boolean;
}

/**
 * Reads a file once and says whose word it is; what is decided is decided about these bytes. Patient with whoever holds it:
 * a scanner looks at a file that has just been copied to where it lies. Throws what the disk throws.
 */
export function readAdminFile(path: string): AdminFile {
  const { real, file } = patientlyNow(() => {
    const real = realpathSync.native(path);
    return { real, file: openSync(real, READING) };
  });
  try {
    regular(fstatSync(file));
    const text = readAtMost(file, MAX_BYTES);
    const judgement = isOfAdministrator(real, fstatSync(file));
    const isTrusted = judgement === true;
    return judgement === null ? { text, isTrusted, isUnjudged: true } : { text, isTrusted };
  } finally {
    closeSync(file);
  }
}

/** A file may be longer than it says: those of `/proc` say nothing, and one may grow while it is read. */
function readAtMost(file: number, most: number): string {
  const bytes = Buffer.alloc(most + PART);
  for (let length = 0; length <= most; ) {
    const read = readSync(file, bytes, length, PART, null);
    if (read === 0) return bytes.toString('utf8', 0, length);
    length += read;
  }
  throw refusal('EFBIG');
}

/** A pipe or a device may have no end. */
function regular(stats: Stats): void {
  if (stats.isDirectory()) throw refusal('EISDIR');
  if (!stats.isFile()) throw refusal('ENOTSUP');
}

function refusal(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function isOfAdministrator(path: string, file: Stats): Judgement {
  if (process.platform === 'win32') return canWrite(path) ? false : isWindowsPolicyFile(path);
  // Root itself can write anything: then a place says nothing.
  if (process.getuid?.() === 0) return false;
  if (!PLACES.some((place) => path.startsWith(place))) return false;
  // A stick that the user has plugged in may have files of any owner on it.
  const { dev } = lstatSync('/');
  const isOfRoot = (stats: Stats) =>
    stats.uid === 0 && (stats.mode & WRITABLE_BY_OTHERS) === 0 && stats.dev === dev;
  if (!isOfRoot(file)) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!isOfRoot(lstatSync(folder)) || isWritable(folder)) return false;
    if (folder === dirname(folder)) return !canWrite(path);
  }
}

/** Whether the file itself or its folder takes a write: tried, since modes do not tell everything. */
function canWrite(path: string): boolean {
  try {
    closeSync(openSync(path, 'r+'));
    return true;
  } catch {
    // As it should be.
  }
  const trial = join(dirname(path), `.tillside-${randomBytes(8).toString('hex')}`);
  try {
    closeSync(openSync(trial, 'wx'));
    rmSync(trial, { force: true });
    return true;
  } catch {
    return false;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
