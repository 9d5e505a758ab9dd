import { close, fdatasync, ftruncate, open, write } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errorCode, flushFolder, renamePatiently } from '../files/durableFile.ts';
import type { Disk, DiskFile } from './disk.ts';

const openFile = promisify(open);
const closeFile = promisify(close);
const datasync = promisify(fdatasync);
const truncate = promisify(ftruncate);
const writeSome = promisify(write);

/** The operating system's file system. Callback calls underneath: they cost less than file handles. */
export const realDisk: Disk = {
  open: async (path, mode) =>
    openedFile(await openFile(path, mode === 'create' ? 'w' : 'r+', 0o600)),
  read: async (path) => {
    try {
      return await readFile(path);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  },
  list: (folder) => readdir(folder),
  rename: renamePatiently,
  remove: (path) => rm(path, { force: true }),
  flushFolder,
};

function openedFile(descriptor: number): DiskFile {
  return {
    write: async (bytes, position) => {
      let done = 0;
      while (done < bytes.length) {
        const rest = bytes.length - done;
        const { bytesWritten } = await writeSome(descriptor, bytes, done, rest, position + done);
        done += bytesWritten;
      }
    },
    datasync: () => datasync(descriptor),
    truncate: (length) => truncate(descriptor, length),
    close: () => closeFile(descriptor),
  };
}
