import {
  type BigIntStats,
  close,
  constants,
  fdatasync,
  fstat,
  fstatSync,
  ftruncate,
  open,
  write,
  writeSync,
} from 'node:fs';
import { lstat, open as openHandle, readdir, readFile, rename, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errorCode, flushFolder } from '../files/durableFile.ts';
import type { Disk, DiskFile } from './disk.ts';
import { patientDisk } from './patientDisk.ts';

const openFile = promisify(open);
const closeFile = promisify(close);
const datasync = promisify(fdatasync);
const truncate = promisify(ftruncate);
const status = promisify(fstat);
const writeSome = promisify(write);

/**
 * Whoever puts a link in the place of a file must not lead its content elsewhere, and a pipe is not waited for: each such
 * wait would hold one of the few threads that all files share, without an end. Windows has no such flags.
 */
const PLAIN = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const MODES = {
  create: constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | PLAIN,
  new: constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | PLAIN,
  existing: constants.O_RDWR | PLAIN,
};

/** There the number of a volume was another one by name than by handle (libuv 4698); the name's folder has but one. */
const isWindows = process.platform === 'win32';

/** The operating system's file system. Callback calls underneath: they cost less than file handles. */
export const realDisk: Disk = patientDisk({
  open: async (path, mode) => {
    const descriptor = await openFile(path, MODES[mode], 0o600);
    return openedFile(path, descriptor);
  },
  read: async (path, limit) => {
    const flag = constants.O_RDONLY | PLAIN;
    try {
      return await (limit === undefined ? readFile(path, { flag }) : readStart(path, flag, limit));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  },
  identify: async (path) => {
    const named = await namedFile(path);
    // A number that has become free may be given to the next file at once.
    return named && `${named.ino} ${named.birthtimeNs}`;
  },
  list: (folder) => readdir(folder),
  rename,
  remove: (path) => rm(path, { force: true }),
  flushFolder,
});

/** However long the file says that it is, and however it grows meanwhile. */
async function readStart(path: string, flag: number, limit: number): Promise<Buffer> {
  const file = await openHandle(path, flag);
  try {
    const parts: Buffer[] = [];
    const stream = file.createReadStream({ end: limit - 1, autoClose: false });
    for await (const part of stream) parts.push(part);
    return Buffer.concat(parts);
  } finally {
    await file.close();
  }
}

/**
 * On Linux a descriptor of its own, opened with O_DSYNC: one call writes and flushes like `fdatasync`,
 * which saves a trip through the thread pool. Elsewhere the flag is missing or means less.
 */
const DURABLE =
  process.platform === 'linux' ? constants.O_WRONLY | constants.O_DSYNC | PLAIN : null;

/**
 * A flush faster than this (ms) is waited for in place: the trip through the thread pool would cost as
 * much again. On a slower disk the flush is asynchronous, so that the window never stands still for it.
 */
const FAST_FLUSH = 2;

async function openedFile(path: string, descriptor: number): Promise<DiskFile> {
  let closing: Promise<void> | null = null;
  /** Whether the last flush was fast; nothing is known before the first. */
  let isFast = false;
  const durable = await openDurable(path).catch(async (error: unknown) => {
    await closeFile(descriptor);
    throw error;
  });
  return {
    write: (bytes, position) => writeAll(descriptor, bytes, position),
    writeDurably: async (bytes, position, mayBlock) => {
      const start = performance.now();
      if (durable === null) {
        await writeAll(descriptor, bytes, position);
        await datasync(descriptor);
      } else if (isFast && mayBlock) writeAllInPlace(durable, bytes, position);
      else await writeAll(durable, bytes, position);
      isFast = performance.now() - start < FAST_FLUSH;
    },
    datasync: () => datasync(descriptor),
    truncate: (length) => truncate(descriptor, length),
    size: async () => (await status(descriptor)).size,
    hasName: async () => {
      const named = await namedFile(path);
      const own = fstatSync(descriptor, { bigint: true });
      return named?.ino === own.ino && (isWindows || named.dev === own.dev);
    },
    // Once only: the numbers may be somebody else's file by the second time.
    close: () => {
      closing ??= closeBoth(descriptor, durable);
      return closing;
    },
  };
}

async function namedFile(path: string): Promise<BigIntStats | null> {
  try {
    return await lstat(path, { bigint: true });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function openDurable(path: string): Promise<number | null> {
  return DURABLE === null ? null : openFile(path, DURABLE);
}

function writeAllInPlace(descriptor: number, bytes: Uint8Array, position: number): void {
  let done = 0;
  while (done < bytes.length) {
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
  }
}

async function closeBoth(descriptor: number, durable: number | null): Promise<void> {
  if (durable !== null) await closeFile(durable);
  await closeFile(descriptor);
}

async function writeAll(descriptor: number, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const rest = bytes.length - done;
    const { bytesWritten } = await writeSome(descriptor, bytes, done, rest, position + done);
    done += bytesWritten;
  }
}
