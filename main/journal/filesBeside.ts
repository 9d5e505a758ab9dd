import type { Disk } from '../disk/disk.ts';
import type { AsideFiles } from './asideFiles.ts';
import type { OwnFiles } from './ownFiles.ts';
import type { PresentJournal } from './presentJournal.ts';
import { isWithinReach, type StoreFile, storeFileName, storeFiles } from './storeFiles.ts';

interface FilesBesideOptions {
  disk: Disk;
  folder: string;
  present: Pick<PresentJournal, 'generation' | 'isThere'>;
  ownFiles: Pick<OwnFiles, 'isForeign'>;
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
        file.name === own ? await present.isThere() : !(await ownFiles.isForeign(file.name));
      if (!isOurs) found.push(file);
    }
    return found;
  }

  /**
   * Sets all of them aside, the newest ones first, so that whoever reads the rest finds no gap; gives the number that is
   * behind ours and theirs. One that cannot be renamed now is marked, so that no start takes it for ours. Rejects with the
   * disk's own error where not even that is possible.
   */
  async setAside(): Promise<number> {
    const found = await this.find();
    for (const { name } of [...found].reverse()) await this.#options.aside.keep(name);
    return Math.max(this.#options.present.generation, ...found.map((file) => file.generation));
  }

  /** Nothing that is not ours is written over. Rejects where it keeps its name. */
  async makeWay(name: string): Promise<void> {
    if (!(await this.find()).some((file) => file.name === name)) return;
    const refused = await this.#options.aside.keep(name);
    if (refused !== null) throw refused;
  }
}
