import { join } from 'node:path';
import type { Disk } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';

/**
 * The store's files that this program has read at its start or written since. Somebody may remove one while it runs, or
 * put another one in its place: what stood in ours is in memory still, and nobody has read the other one.
 */
export class OwnFiles {
  readonly #disk: Disk;
  readonly #folder: string;
  /** By name; null for one that the disk did not let be looked at. */
  readonly #known = new Map<string, string | null>();

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

  /** The files that have these names now are ours, or will be where there is none yet. */
  async remember(names: Iterable<string>): Promise<void> {
    for (const name of names) this.#known.set(name, (await this.#look(name)) || null);
  }

  /** The same for one that may not have been made: where it is not there, what comes under its name is not ours. */
  async rememberIfThere(name: string): Promise<void> {
    const found = await this.#look(name);
    if (found !== '') this.#known.set(name, found);
  }

  /** Whether this name is of no file that we have read or written; no as long as the disk does not say so. */
  async isForeign(name: string): Promise<boolean> {
    if (!this.#known.has(name)) return true;
    return this.#isOther(name, await this.#look(name));
  }

  /** Whether one of these files of ours is gone, or has given its name to another one. */
  async isOneMissing(names: Iterable<string>): Promise<boolean> {
    for (const name of names) {
      if (this.#isOther(name, await this.#look(name))) return true;
    }
    return false;
  }

  #isOther(name: string, found: string | null): boolean {
    const known = this.#known.get(name) ?? null;
    return known !== null && found !== null && known !== found;
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
