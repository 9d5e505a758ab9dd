import type { Disk } from '../disk/disk.ts';
import type { AsideFiles } from './asideFiles.ts';
import type { OwnFiles } from './ownFiles.ts';
import type { FreePlace, PresentJournal } from './presentJournal.ts';
import { isWithinReach, type StoreFile, storeFileName, storeFiles } from './storeFiles.ts';

interface FilesBesideOptions {
  disk: Disk;
  folder: string;
  present: Pick<PresentJournal, 'generation' | 'isOpen' | 'isThere'>;
  ownFiles: Pick<OwnFiles, 'isForeign' | 'knows'>;
  aside: Pick<AsideFiles, 'keep'>;
}

/** Files of another queue that somebody puts beside ours while this program runs: nobody has read what they hold. */
export class FilesBeside {
  readonly #options: FilesBesideOptions;

  constructor(options: FilesBesideOptions) {
    this.#options = options;
  }

  /** Oldest first; also the one that has the name of our journal, where that has lost it. */
  async find(): Promise<StoreFile[]> {
    const { disk, folder, present, ownFiles } = this.#options;
    const own = storeFileName(present.generation, 'journal');
    const found: StoreFile[] = [];
    for (const file of storeFiles(await disk.list(folder)).filter(isWithinReach)) {
      const isOurs =
        file.name === own && present.isOpen
          ? await present.isThere()
          : !(await ownFiles.isForeign(file.name));
      if (!isOurs) found.push(file);
    }
    return found;
  }

  /**
   * Sets all of them aside, the newest ones first, so that whoever reads the rest finds no gap; gives the last number that
   * a file has, or had. One that cannot be renamed now is marked, so that no start takes it for ours. Rejects with the
   * disk's own error where not even that is possible.
   */
  async setAside(): Promise<number> {
    const { disk, folder, present } = this.#options;
    const found = await this.find();
    for (const { name } of [...found].reverse()) await this.#options.aside.keep(name);
    const left = storeFiles(await disk.list(folder)).filter(isWithinReach);
    return lastOf([{ generation: present.generation }, ...found, ...left]);
  }

  /**
   * A place for a journal that found its own (`generation`) taken: the same one, where what had it could be moved out of
   * the way, or is one of ours that has never said anything. That is written over: where nothing can be removed, each try
   * would leave one more.
   */
  async freePlace(generation: number): Promise<FreePlace> {
    const { disk, folder, aside, ownFiles } = this.#options;
    const name = storeFileName(generation, 'journal');
    if (ownFiles.knows(name) && !(await ownFiles.isForeign(name)))
      return { generation, isOurs: true };
    if ((await aside.keep(name)) === null) return { generation, isOurs: false };
    const last = lastOf(storeFiles(await disk.list(folder)).filter(isWithinReach));
    return { generation: last + 1, isOurs: false };
  }

  /** Nothing that is not ours is written over. Rejects where it keeps its name. */
  async makeWay(name: string): Promise<void> {
    if (!(await this.find()).some((file) => file.name === name)) return;
    const refused = await this.#options.aside.keep(name);
    if (refused !== null) throw refused;
  }
}

function lastOf(files: readonly { generation: number }[]): number {
  return files.reduce(
    (last, { generation }) => Math.max(last, generation),
    Number.NEGATIVE_INFINITY,
  );
}
