import { constants, link, lstat, open, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode, flushFolder, patiently, writeFlushed } from '../files/durableFile.ts';
import { inKnownFolder } from '../files/heldFolder.ts';
import { type ExportPlace, exportPlace } from './exportPlace.ts';
import { making } from './nothingMade.ts';

/** Some 60,000 members (bytes). */
const MAX_BYTES = 64 * 1024 * 1024;

/** Whoever starts the program names the file: a pipe must not make the till wait. */
const READING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * What a move asks of the disk. All of it throws what the disk throws, and is patient with whoever holds a file for a moment, as
 * a virus scanner does with each that is new. Whatever changes something does so in the folder
 * that `place` found (`folderId`) and in no other: whoever serves it may show its name as a link to any folder of this user's.
 */
export interface QueueFiles {
  /** Where a new file may be made: `exportPlace`. */
  place(file: string, folder: string): Promise<ExportPlace>;
  /** A whole file, never longer than a queue may be. */
  read(path: string): Promise<string>;
  /** Writes a new file, flushed, for this user alone. Throws `nothingMade` where none was begun. */
  write(path: string, content: string, folderId: string): Promise<void>;
  /** Gives what was written as `beside`, `content`, its name, flushed. What has that name already is never replaced. */
  name(beside: string, path: string, content: string, folderId: string): Promise<void>;
  /**
   * Flushed as well; false where it was not there: of a file that was, nothing is removed then. Somebody has moved it away, or
   * another stick is in the socket, whose folder has the same device and number. A folder that is not there throws.
   */
  remove(path: string, folderId: string): Promise<boolean>;
}

export const queueFiles: QueueFiles = {
  place: exportPlace,

  read: async (path) => {
    const file = await patiently(() => open(path, READING));
    try {
      if (!(await file.stat()).isFile()) throw new Error('this is no file');
      const parts: Buffer[] = [];
      // However long it says it is, and however it grows meanwhile.
      const stream = file.createReadStream({ end: MAX_BYTES, autoClose: false });
      for await (const part of stream) parts.push(part);
      const content = Buffer.concat(parts);
      if (content.length > MAX_BYTES) throw new Error('no queue is as long as this');
      return content.toString('utf8');
    } finally {
      await file.close();
    }
  },

  write: (path, content, known) =>
    making((onMade) =>
      inKnownFolder(dirname(path), known, (at) =>
        writeFlushed(join(at, basename(path)), [content], onMade),
      ),
    ),

  name: (beside, path, content, known) =>
    inKnownFolder(dirname(path), known, (at) =>
      giveName(join(at, basename(beside)), join(at, basename(path)), [content]),
    ),

  remove: (path, known) =>
    inKnownFolder(dirname(path), known, async (at) => {
      const wasThere = await patiently(() => unlink(join(at, basename(path)))).then(
        () => true,
        (error: unknown) => {
          if (errorCode(error) !== 'ENOENT') throw error;
          return false;
        },
      );
      // Until then the power, or whoever pulls a stick, brings it back whole: another till may have it.
      await flushFolder(at);
      return wasThere;
    }),
};

/** Gives it its name, durable when it resolves: `giveNameUnflushed`. */
export async function giveName(
  beside: string,
  path: string,
  parts: readonly (string | Uint8Array)[],
  linkOnce: typeof link = link,
): Promise<void> {
  await giveNameUnflushed(beside, path, parts, linkOnce);
  await flushFolder(dirname(path));
}

/**
 * A second name, then the first one goes. On a disk without links `parts` are written a second time, under a name that is
 * not taken either: whoever serves the folder may show the first file as a link by now, and what is copied through that is
 * any file of this user's.
 */
export async function giveNameUnflushed(
  beside: string,
  path: string,
  parts: readonly (string | Uint8Array)[],
  linkOnce: typeof link = link,
): Promise<void> {
  await linkOnce(beside, path).catch(async () => {
    // Where that is gone, the stick may be another one by now: none of it is written there as well.
    await lstat(beside);
    await writeFlushed(path, parts);
  });
  await patiently(() => unlink(beside));
}
