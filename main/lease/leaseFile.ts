import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, readSync, unlinkSync } from 'node:fs';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { isNoFile } from '../files/diskAnswer.ts';
import { errorCode, patiently } from '../files/durableFile.ts';
import { encodeLease, LEASE_LENGTH, type LeaseRecord, parseLease } from './leaseRecord.ts';

/** What stands in the place of the lease. */
export type LeaseReading =
  | { kind: 'lease'; lease: LeaseRecord; text: string }
  | { kind: 'junk'; text: string }
  /** A folder, a link, a pipe or a device. */
  | { kind: 'no-file' }
  | { kind: 'missing' };

const { O_RDONLY, O_RDWR, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
/** No link is followed and no pipe waited for. Windows has no such flags. */
const CAREFULLY = O_NOFOLLOW | O_NONBLOCK;

/** A file that has more than a lease is none. */
const MOST_READ = 2 * LEASE_LENGTH;

/** What can be read all the same. */
const READ_ONLY: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);

/** The file in the data folder that says who has it. Every promise rejects with the file system's own error. */
export class LeaseFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Opened anew each time: on NFS that is what shows the changes of another PC. */
  read(): Promise<LeaseReading> {
    return this.#look(O_RDONLY, readAll);
  }

  /**
   * Reads, and where it is this run's lease writes the next beat over it. Through one open file: a lease that another
   * program has put there between the two is another file, and not touched. `isFlushed`: it is to outlive a power cut.
   * `writeError`: null where the beat is written.
   */
  async beat(
    mine: LeaseRecord,
    isFlushed: boolean,
  ): Promise<{ reading: LeaseReading; writeError: unknown }> {
    let writeError: unknown = null;
    const readAndWrite = async (file: FileHandle) => {
      const reading = await readAll(file);
      if (reading.kind === 'lease' && reading.lease.token === mine.token)
        await writeAll(file, mine)
          .then(() => (isFlushed ? file.datasync() : undefined))
          .catch((error: unknown) => {
            writeError = error;
          });
      return reading;
    };
    try {
      return { reading: await this.#look(O_RDWR, readAndWrite), writeError };
    } catch (error) {
      if (!READ_ONLY.has(errorCode(error))) throw error;
      return { reading: await this.read(), writeError: error };
    }
  }

  /** Makes it where there is nothing; false where there is something. */
  async create(mine: LeaseRecord): Promise<boolean> {
    let file: FileHandle;
    try {
      file = await open(this.#path, 'wx', 0o600);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      throw error;
    }
    await finish(file, this.#path, mine);
    return true;
  }

  /** Puts it in the place of whatever file is there, in one step. */
  async replace(mine: LeaseRecord): Promise<void> {
    const beside = `${this.#path}.${randomBytes(4).toString('hex')}.new`;
    await finish(await open(beside, 'wx', 0o600), beside, mine);
    try {
      await patiently(() => rename(beside, this.#path));
    } catch (error) {
      await unlink(beside).catch(() => undefined);
      throw error;
    }
  }

  /** What is no file goes out of the way. `now`: ms since 1970. */
  async setAside(now: number): Promise<void> {
    await rename(this.#path, `${this.#path}.other-${now}`);
  }

  /** What stands there, at once; null where that is no lease. */
  readNow(): LeaseRecord | null {
    try {
      const descriptor = openSync(this.#path, O_RDONLY | CAREFULLY);
      const bytes = Buffer.alloc(MOST_READ);
      try {
        const length = readSync(descriptor, bytes, 0, MOST_READ, 0);
        return parseLease(bytes.toString('utf8', 0, length));
      } finally {
        closeSync(descriptor);
      }
    } catch {
      return null;
    }
  }

  /** Removes it where it is this run's, at once: the program is about to end. */
  removeNow({ token }: LeaseRecord): void {
    try {
      if (this.readNow()?.token === token) unlinkSync(this.#path);
    } catch {
      // Then the next start finds it, and that it beats no more.
    }
  }

  async #look(
    flags: number,
    read: (file: FileHandle) => Promise<LeaseReading>,
  ): Promise<LeaseReading> {
    let file: FileHandle;
    try {
      file = await open(this.#path, flags | CAREFULLY);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return { kind: 'missing' };
      if (isNoFile(error)) return { kind: 'no-file' };
      throw error;
    }
    // What gives a lease needs no second question: each is a wake-up of a program that may rest all day.
    let reading: LeaseReading | null = null;
    try {
      reading = await read(file);
      if (reading.kind === 'lease') return reading;
      return (await file.stat()).isFile() ? reading : { kind: 'no-file' };
    } catch (error) {
      if (reading === null && !(await file.stat()).isFile()) return { kind: 'no-file' };
      throw error;
    } finally {
      await file.close();
    }
  }
}

async function readAll(file: FileHandle): Promise<LeaseReading> {
  const buffer = Buffer.alloc(MOST_READ);
  const { bytesRead } = await file.read(buffer, 0, MOST_READ, 0);
  const text = buffer.toString('utf8', 0, bytesRead);
  const lease = parseLease(text);
  return lease === null ? { kind: 'junk', text } : { kind: 'lease', lease, text };
}

async function writeAll(file: FileHandle, lease: LeaseRecord): Promise<void> {
  await file.write(encodeLease(lease), 0, LEASE_LENGTH, 0);
}

/** Fills a new file, or leaves none. */
async function finish(file: FileHandle, path: string, lease: LeaseRecord): Promise<void> {
  try {
    await writeAll(file, lease);
  } catch (error) {
    await unlink(path).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}
