import { join } from 'node:path';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Disk } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';
import type { AsideFiles } from './asideFiles.ts';
import { storeFiles } from './storeFiles.ts';

/** What a compaction was writing when it was interrupted. */
const UNFINISHED = /^outbox-\d+\.snapshot\.new$/;

const ZEROS = Buffer.alloc(64 * 1024);

/** What Node says of a folder that has the name of a file to be removed. */
const IS_FOLDER = 'ERR_FS_EISDIR';

/** A file that is superfluous and cannot be removed. */
interface Stuck {
  /** Nothing of its content is left. */
  isWiped: boolean;
  code: string;
}

/** What is not to be lost with the files that have become superfluous. */
export interface Keeping {
  /** Whether a file is set aside where others would be removed. */
  isKept: (name: string) => Promise<boolean>;
  aside: Pick<AsideFiles, 'keep'>;
}

/**
 * The files that a snapshot has made superfluous. Each is removed on its own; one that cannot be removed is
 * wiped, since it may hold bodies that were erased, told by its name, and tried again.
 */
export class Leftovers {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #keeping: Keeping;
  readonly #stuck = new Map<string, Stuck>();
  /** True until it is known that nothing is left, also from the time before this start. */
  #isOwed = true;

  constructor(disk: Disk, folder: string, keeping: Keeping) {
    this.#disk = disk;
    this.#folder = folder;
    this.#keeping = keeping;
  }

  get isOwed(): boolean {
    return this.#isOwed;
  }

  /** How many older generations are still there. */
  get generations(): number {
    return new Set(storeFiles([...this.#stuck.keys()]).map((file) => file.generation)).size;
  }

  /** One warning for the files that are wiped, one for those that are not. */
  get problems(): StoreWarning[] {
    return (['store.file-stuck', 'store.file-kept'] as const).flatMap((code) => {
      const files = [...this.#stuck].filter(
        ([, { isWiped }]) => isWiped === (code === 'store.file-stuck'),
      );
      if (files.length === 0) return [];
      return [{ code, detail: files.map(([name, stuck]) => `${name} ${stuck.code}`).join(', ') }];
    });
  }

  /**
   * Removes every file of a generation before this one (or sets it aside, where it is to be kept), and every unfinished
   * snapshot; no compaction may be under way. Rejects where the folder cannot be listed or flushed.
   */
  async remove(generation: number): Promise<void> {
    this.#isOwed = true;
    const names = await this.#disk.list(this.#folder);
    const superfluous = [
      ...storeFiles(names).flatMap((file) => (file.generation < generation ? [file.name] : [])),
      ...names.filter((name) => UNFINISHED.test(name)),
    ];
    for (const name of this.#stuck.keys()) {
      if (!superfluous.includes(name)) this.#stuck.delete(name);
    }
    // What has made them superfluous may have been found at the start with a name that is not durable yet.
    if (superfluous.length > 0) await this.#disk.flushFolder(this.#folder);
    for (const name of superfluous) {
      await ((await this.#keeping.isKept(name)) ? this.#keepOne(name) : this.#removeOne(name));
    }
    if (superfluous.length > this.#stuck.size) await this.#disk.flushFolder(this.#folder);
    this.#isOwed = this.#stuck.size > 0;
  }

  async #keepOne(name: string): Promise<void> {
    const refused = await this.#keeping.aside.keep(name).catch((error: unknown) => error);
    if (refused === null) this.#stuck.delete(name);
    else this.#stuck.set(name, { isWiped: false, code: errorCode(refused) || 'unknown' });
  }

  async #removeOne(name: string): Promise<void> {
    try {
      await this.#disk.remove(join(this.#folder, name));
      this.#stuck.delete(name);
    } catch (error) {
      // It would keep its name for good, and every generation that needs it from being begun.
      if (errorCode(error) === IS_FOLDER) return this.#keepOne(name);
      const isWiped = this.#stuck.get(name)?.isWiped || (await this.#wipe(name));
      this.#stuck.set(name, { isWiped, code: errorCode(error) || 'unknown' });
    }
  }

  /** Overwrites a file with zeros and cuts it; false where not even that is possible. */
  async #wipe(name: string): Promise<boolean> {
    try {
      const file = await this.#disk.open(join(this.#folder, name), 'existing');
      try {
        const size = await file.size();
        for (let at = 0; at < size; at += ZEROS.length) {
          await file.write(ZEROS.subarray(0, Math.min(ZEROS.length, size - at)), at);
        }
        // The zeros have to be there before their place is given back; whether it is given back is no matter.
        await file.datasync();
        await file.truncate(0);
      } finally {
        await file.close();
      }
      return true;
    } catch {
      return false;
    }
  }
}
