import {
  close,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  open,
  openSync,
  write,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Contender, entry, type OpenedStore } from './contender.ts';

const openFile = promisify(open);
const writeFile = promisify(write);
const flush = promisify(fdatasync);
const closeFile = promisify(close);
const line = Buffer.from(`${JSON.stringify(entry(1))}\n`);

/** The floor: append the bytes of one entry to a file and flush it. */
export const bareAppend: Contender = {
  name: 'bare append + fdatasync',
  isDurable: true,
  open: async (folder) => {
    const file = await openFile(join(folder, 'bare'), 'a');
    const append = async () => {
      await writeFile(file, line);
      await flush(file);
    };
    return same(append, () => closeFile(file));
  },
};

/** The lower floor: the same into space that is already there, with calls that block the process. */
export const zeroFilledAppend: Contender = {
  name: 'zero-filled append + fdatasync, synchronous',
  isDurable: true,
  open: async (folder) => {
    const file = openSync(join(folder, 'zero'), 'w');
    writeSync(file, Buffer.alloc(8 * 1024 * 1024));
    fsyncSync(file);
    let position = 0;
    const append = async () => {
      position += writeSync(file, line, 0, line.length, position);
      fdatasyncSync(file);
    };
    return same(append, () => closeFile(file));
  },
};

/** Fifty entries in one append with one flush: what "fifty at once" is compared with. */
export async function appendFifty(
  folder: string,
): Promise<{ once(): Promise<void>; close(): Promise<void> }> {
  const file = await openFile(join(folder, 'fifty'), 'a');
  const lines = Buffer.concat(Array.from({ length: 50 }, () => line));
  return {
    once: async () => {
      await writeFile(file, lines);
      await flush(file);
    },
    close: () => closeFile(file),
  };
}

function same(append: () => Promise<void>, end: () => Promise<void>): OpenedStore {
  return { enqueue: append, update: append, remove: append, close: end };
}
