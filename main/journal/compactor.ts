import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Disk } from '../disk/disk.ts';
import { asWriteFailure } from '../files/storeFailure.ts';
import type { AsideFiles } from './asideFiles.ts';
import { CompactionTries } from './compactionTries.ts';
import { FilesBeside } from './filesBeside.ts';
import { Leftovers } from './leftovers.ts';
import type { OwnFiles } from './ownFiles.ts';
import type { FreePlace, PresentJournal } from './presentJournal.ts';
import { SnapshotFile, type StoredSaves } from './snapshotFile.ts';
import { storeFileName, storeFiles } from './storeFiles.ts';

/** What was found at start. */
export interface Owed {
  /** The generation of the newest snapshot; 0 where there is none. */
  base: number;
  /** Older files are still needed, because the present journal has no snapshot in front of it. */
  snapshot: boolean;
  /** The files of the present generation hold what was erased, or what cannot be read. */
  generation: boolean;
  /** Files that the disk let neither be copied nor renamed: they are set aside where others are removed. */
  evidence: ReadonlySet<string>;
}

export interface CompactorOptions {
  disk: Disk;
  folder: string;
  present: PresentJournal;
  ownFiles: OwnFiles;
  /** What is acknowledged: the only source of snapshots. */
  saves: StoredSaves;
  /** A commit of nothing, in its turn among the others. */
  turn: () => Promise<void>;
  monotonic: () => number;
  aside: AsideFiles;
  /** A journal longer than this (bytes), and than its snapshot, is compacted. */
  compactAbove: number;
  onProblemsChanged: () => void;
}

/**
 * Replaces journals by snapshots, in the background. Everything that it needs is reserved before anything is
 * switched, so that a full disk loses nothing by the try; what fails is tried again after a while that grows.
 * There are never more than two generations beside the present one.
 */
export class Compactor {
  readonly #options: CompactorOptions;
  readonly #leftovers: Leftovers;
  readonly #beside: FilesBeside;
  readonly #owed: Owed;
  #snapshotSize = 0;
  #running: Promise<unknown> | null = null;
  readonly #tries: CompactionTries;
  /** One that is not due yet comes all the same when the journal has grown to this length. */
  #orAtLength = 0;
  #isUrgent = false;
  /** The number of a journal that came to nothing; 0 where there is none. It may be there still. */
  #unborn = 0;
  /** The journal in front of the present one had lost its name: what it said is in memory alone until there is a snapshot. */
  #isFrontLost = false;

  constructor(options: CompactorOptions, owed: Owed) {
    this.#options = options;
    this.#beside = new FilesBeside(options);
    this.#owed = owed;
    this.#tries = new CompactionTries(options.monotonic);
    const { disk, folder, ownFiles, aside } = options;
    const isKept = async (name: string) =>
      owed.evidence.has(name) ||
      (storeFiles([name]).length > 0 && (await ownFiles.isForeign(name)));
    this.#leftovers = new Leftovers(disk, folder, { isKept, aside });
  }

  get problems(): StoreWarning[] {
    const problems = [...this.#options.aside.warnings, ...this.#leftovers.problems];
    if (this.#tries.failure === null) return problems;
    const { failure, detail } = asWriteFailure(this.#tries.failure);
    const code = failure === 'store.disk-full' ? 'store.space-low' : 'store.tidy-failed';
    return [...problems, { code, detail }];
  }

  /** The present journal holds what was erased, or what cannot be read: a new generation is owed. */
  owe(): void {
    this.#owed.generation = true;
  }

  /**
   * What is acknowledged is not on the disk under our names: a new generation is owed, however often one has failed, and
   * whatever cannot be removed.
   */
  rewrite(): void {
    this.owe();
    this.hurry();
    this.#isUrgent = true;
  }

  /** What is owed is tried again at the next occasion, however often it has failed. */
  hurry(): void {
    this.#tries.hurry();
  }

  /** After every change: a journal that has grown too long is compacted. `length`: its bytes. */
  grown(length: number): void {
    if (length < Math.max(this.#options.compactAbove, this.#snapshotSize)) return;
    if (this.#running !== null) return;
    if (!this.#tries.isDue && length < this.#orAtLength) return;
    this.#orAtLength = 2 * length;
    // One that fails leaves everything readable.
    this.compact().catch(() => undefined);
  }

  /** Does what is owed, if it is time. What fails leaves everything readable, and is tried again later. */
  async tidy(): Promise<void> {
    const { snapshot, generation } = this.#owed;
    if (this.#running !== null) return;
    // A failure is told until it is made good, whatever it was that had asked.
    if ((snapshot || generation || this.#tries.failure !== null) && this.#tries.isDue) {
      await this.#start(() => this.#run(generation || !snapshot)).catch(() => undefined);
    } else if (this.#leftovers.isOwed) await this.#start(() => this.#removeLeftovers());
  }

  /**
   * Replaces old journals by a snapshot: what was erased is gone from the disk afterwards. False where too many
   * older generations cannot be removed.
   */
  async compact(): Promise<boolean> {
    while (this.#running !== null) await this.idle();
    return this.#start(() => this.#run(true));
  }

  /**
   * Whether the next start would read other files than ours: one that it needs is gone (the snapshot, or a journal that
   * no snapshot has taken over yet), or one of another queue was put beside them. What stands in ours is known, and goes into a
   * new generation. The present journal's own file: `PresentJournal.isThere`.
   */
  async isDisturbed(): Promise<boolean> {
    const { present, ownFiles } = this.#options;
    // A file that is being made is not known for ours yet.
    await this.idle();
    if (this.#isFrontLost) return true;
    if ((await this.#beside.find()).some(({ generation }) => generation >= this.#owed.base))
      return true;
    const { base } = this.#owed;
    const needed = storeFiles(ownFiles.names).filter(({ kind, generation }) =>
      kind === 'snapshot'
        ? generation === base
        : generation >= base && generation < present.generation,
    );
    return ownFiles.isOneMissing(needed.map(({ name }) => name));
  }

  /** `FilesBeside.freePlace`, for the journal that is to be made. */
  freePlace(generation: number): Promise<FreePlace> {
    return this.#beside.freePlace(generation);
  }

  /** The generation from which on files are in use. */
  get base(): number {
    return this.#owed.base;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#running?.catch(() => undefined);
  }

  /** One at a time: what one of them writes the other would take for left over. */
  #start<Result>(run: () => Promise<Result>): Promise<Result> {
    const running = run()
      .catch((error: unknown) => {
        this.#tries.failed(error);
        throw error;
      })
      .finally(() => {
        this.#running = null;
        this.#options.onProblemsChanged();
      });
    this.#running = running;
    return running;
  }

  async #run(isGenerationWanted: boolean): Promise<boolean> {
    const { disk, folder, present, saves } = this.#options;
    await this.#leftovers.remove(this.#owed.base);
    if (this.#owed.snapshot) {
      await this.#finish(await SnapshotFile.reserve(disk, folder, present.generation, saves));
    }
    if (isGenerationWanted) {
      // Each one more might leave one more behind: first what is there has to go.
      if (this.#leftovers.generations > 1 && !this.#isUrgent) {
        this.#tries.putOff();
        return false;
      }
      await this.#finish(await this.#switch());
    }
    this.#tries.succeeded();
    return true;
  }

  /** Begins a new journal, and reserves the space of the snapshot in front of it; all of it or nothing. */
  async #switch(): Promise<SnapshotFile> {
    const { disk, folder, present, ownFiles, saves, turn } = this.#options;
    const before = storeFileName(present.generation, 'journal');
    // It has grown since; from now on it stays as it is.
    const isLost = present.isOpen && !(await present.isThere());
    if (isLost) ownFiles.forget(before);
    else if (present.isOpen) await ownFiles.remember([before]);
    // Were they there still, and no snapshot yet, the next start would read them in front of our new journal.
    const last = await this.#beside.setAside();
    // Where it could not be removed, a number behind it would leave one more with each try.
    const isOver =
      last === this.#unborn && !(await ownFiles.isForeign(storeFileName(last, 'journal')));
    const generation = isOver ? last : last + 1;
    this.#unborn = generation;
    // Also where it was not made to its end, and could not be removed.
    const remember = () => ownFiles.rememberIfThere(storeFileName(generation, 'journal'));
    const journal = await present.create(generation, true, isOver).finally(remember);
    let snapshot: SnapshotFile | null = null;
    try {
      snapshot = await SnapshotFile.reserve(disk, folder, generation, saves);
      await present.switchTo(journal, generation, turn, () => {
        this.#owed.snapshot = true;
        this.#owed.generation = false;
        this.#isFrontLost ||= isLost;
        this.#isUrgent = false;
        this.#unborn = 0;
      });
    } catch (error) {
      await snapshot?.discard();
      await journal.close().catch(() => undefined);
      await disk.remove(journal.path).catch(() => undefined);
      throw error;
    }
    this.#orAtLength = 0;
    return snapshot;
  }

  async #finish(snapshot: SnapshotFile): Promise<void> {
    const { present, ownFiles, saves } = this.#options;
    const { after, lastSequence, count } = present.beginning;
    const name = storeFileName(present.generation, 'snapshot');
    await this.#beside.makeWay(name).catch(async (error: unknown) => {
      await snapshot.discard();
      throw error;
    });
    // Also where it has its name and its folder was not flushed: the next one replaces it.
    this.#snapshotSize = await snapshot
      .finish({ after, lastSequence, saves, count })
      .finally(() => ownFiles.rememberIfThere(name));
    this.#owed.base = present.generation;
    this.#owed.snapshot = false;
    this.#isFrontLost = false;
    present.hasSnapshot();
    await this.#removeLeftovers();
  }

  /** A file that cannot be removed is no failure of what has made it superfluous. */
  async #removeLeftovers(): Promise<void> {
    const before = this.#leftovers.generations;
    await this.#leftovers.remove(this.#owed.base).catch(() => undefined);
    if (this.#leftovers.generations < before) this.hurry();
  }
}
