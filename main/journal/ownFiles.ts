import { join } from 'node:path';
import type { Disk } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';
import { printOf } from './filePrint.ts';

/** As it was when it was remembered. */
interface Known {
  /** Null where the disk did not let it be looked at. */
  number: string | null;
  /** Null where it could not be read. Nobody waits for it before somebody asks. */
  print: Promise<string | null>;
}

const NO_PRINT = Promise.resolve(null);
const NO_PRINTS = new Map<string, Promise<string>>();

/**
 * The store's files that this program has read at its start or written since. Somebody may remove one while it runs, or
 * put another one in its place: what stood in ours is in memory still, and nobody has read the other one. On some disks
 * (a share, a stick) a file gets another number by itself: there the content tells, which changes no more once a journal has
 * given way to the next one.
 */
export class OwnFiles {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #known = new Map<string, Known>();

  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  get names(): string[] {
    return [...this.#known.keys()];
  }

  knows(name: string): boolean {
    return this.#known.has(name);
  }

  /**
   * The files that have these names now are ours, or will be where there is none yet. `prints`: of those that were read
   * a moment ago, so that a start reads none of them twice.
   */
  async remember(
    names: Iterable<string>,
    prints: ReadonlyMap<string, Promise<string>> = NO_PRINTS,
  ): Promise<void> {
    for (const name of names) {
      const number = (await this.#look(name)) || null;
      const print = number === null ? NO_PRINT : (prints.get(name) ?? this.#print(name));
      // Whoever asks for it hears of it.
      print.catch(() => undefined);
      this.#known.set(name, { number, print });
    }
  }

  /** The same for one that may not have been made: where it is not there, what comes under its name is not ours. */
  async rememberIfThere(name: string): Promise<void> {
    if ((await this.#look(name)) !== '') await this.remember([name]);
  }

  /** What has this name now is not ours. */
  forget(name: string): void {
    this.#known.delete(name);
  }

  /** Whether this name is of no file that we have read or written; no as long as the disk does not say so. */
  async isForeign(name: string): Promise<boolean> {
    if (!this.#known.has(name)) return true;
    return this.#isOther(name);
  }

  /** Whether one of these files of ours is gone, or has given its name to another one. */
  async isOneMissing(names: Iterable<string>): Promise<boolean> {
    for (const name of names) {
      if (await this.#isOther(name)) return true;
    }
    return false;
  }

  async #isOther(name: string): Promise<boolean> {
    const known = this.#known.get(name) ?? null;
    const found = await this.#look(name);
    if (known === null || found === null) return false;
    // Also of one that could not be looked at when it was made.
    if (found === '') return true;
    if (known.number === null || known.number === found) return false;
    const print = await known.print;
    if (print === null || print !== (await this.#print(name))) return true;
    this.#known.set(name, { ...known, number: found });
    return false;
  }

  async #print(name: string): Promise<string | null> {
    try {
      const bytes = await this.#disk.read(join(this.#folder, name));
      return bytes && (await printOf(bytes));
    } catch (error) {
      if (errorCode(error) === '') throw error;
      return null;
    }
  }

  /** What the name stands for now, empty where there is no such file; null where the disk does not say. */
  async #look(name: string): Promise<string | null> {
    try {
      return (await this.#disk.identify(join(this.#folder, name))) ?? '';
    } catch (error) {
      if (errorCode(error) === '') throw error;
      return null;
    }
  }
}
