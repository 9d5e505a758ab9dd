import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Disk } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';
import { setFileAside } from './foreignFiles.ts';
import { markedAmong, markKept, removeMark } from './keptMarks.ts';

interface AsideFilesOptions {
  disk: Disk;
  folder: string;
  /** For their new names; ms since 1970. */
  now: () => number;
  /** Names of which the start has told already. */
  told?: ReadonlySet<string>;
}

/** Files that are set aside where others are removed or written over. */
export class AsideFiles {
  readonly #options: AsideFilesOptions;
  readonly #names: string[] = [];

  constructor(options: AsideFilesOptions) {
    this.#options = options;
  }

  /** What was set aside by this program; to be told until it ends, as what a start finds is. */
  get warnings(): StoreWarning[] {
    return this.#names.map((detail) => ({ code: 'store.set-aside', detail }));
  }

  /**
   * Null where it is done; otherwise why the disk does not rename it now, and a mark keeps it. Rejects with the disk's own
   * error where neither is possible.
   */
  async keep(name: string): Promise<unknown> {
    const { disk, folder, now, told } = this.#options;
    try {
      const aside = await setFileAside(disk, folder, name, now());
      if (!told?.has(name)) this.#names.push(aside);
    } catch (error) {
      if (errorCode(error) === '') throw error;
      await markKept(disk, folder, name);
      return error;
    }
    await removeMark(disk, folder, name);
    return null;
  }

  /** What an earlier start has marked is tried again. Gives the names of those that stay, and are to be told all the same. */
  async keepMarked(): Promise<Set<string>> {
    const { disk, folder } = this.#options;
    const names = await disk.list(folder);
    const staying = new Set<string>();
    for (const name of markedAmong(names)) {
      if (!names.includes(name)) await removeMark(disk, folder, name);
      else if ((await this.keep(name).catch((error: unknown) => error)) !== null) staying.add(name);
    }
    return staying;
  }
}
