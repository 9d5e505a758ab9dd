import { join } from 'node:path';
import type { Adapter } from 'lowdb';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Disk } from '../disk/disk.ts';
import { GroupCommit } from '../outbox/groupCommit.ts';
import { asWriteFailure } from '../outbox/storeFailure.ts';
import { removeOlder, writeSnapshot } from './compaction.ts';
import type { DirtyMap } from './dirtyMap.ts';
import { keepEvidence } from './evidence.ts';
import { migrateFirstVersion, removeFirstVersion } from './firstVersion.ts';
import { encodeHeader, FORMAT } from './header.ts';
import { FILL_AHEAD, JournalFile } from './journalFile.ts';
import { encodeLine, scanLines } from './journalLine.ts';
import { isErased, readStore, type StoreContent } from './readStore.ts';
import { encodeErase, encodePut } from './saveCodec.ts';
import { storeFileName } from './storeFiles.ts';
import { type Watermark, WatermarkFile } from './watermark.ts';

/** What lowdb holds. The map knows what changed; entries are immutable. */
export interface OutboxData {
  saves: DirtyMap<string, Save>;
  lastSequence: number;
}

export interface JournalOptions {
  disk: Disk;
  /** Where the journal lies; must exist. */
  folder: string;
  /** The file of the second place, outside the folder. */
  watermarkPath: string;
  /** Names files that are kept as evidence; ms since 1970. */
  now: () => number;
  /** A journal longer than this (bytes), and than its snapshot, is compacted. */
  compactAbove?: number;
  /** Bytes of free space that are filled with zeros ahead. */
  fillAhead?: number;
}

/** How far the store had come when a journal began. */
type Beginning = { after: number; lastSequence: number; count: number };

type NextJournal = {
  file: JournalFile;
  generation: number;
  onSwitched: (beginning: Beginning) => void;
};

/** A day's saves; a backlog that drains would be rewritten again and again under a lower limit. */
const COMPACT_ABOVE = 16 * 1024 * 1024;

/** The store was written by a newer version of the program. */
export class NewerFormatError extends Error {
  readonly code = 'NEWER_FORMAT';
}

/**
 * lowdb's adapter: a journal. `write` appends one line for each changed key and settles with the flush
 * that carried them; everything that waits meanwhile goes with the next flush. A snapshot replaces old
 * journals in the background. `docs/outbox.md`, "The store", says what it promises.
 */
export class JournalAdapter implements Adapter<OutboxData> {
  readonly notices: StoreNotice[] = [];
  readonly #options: JournalOptions;
  readonly #watermark: WatermarkFile;
  readonly #commits = new GroupCommit<[string, Save | undefined][], void>((batches, isCrowded) =>
    this.#commit(batches.flat(), isCrowded),
  );
  /** What is acknowledged: the only source of snapshots. */
  readonly #committed = new Map<string, Save>();
  #journal: JournalFile | null = null;
  #nextJournal: NextJournal | null = null;
  #compaction: Promise<void> | null = null;
  #hasErased = false;
  #isClosed = false;
  #generation = 0;
  #snapshotSize = 0;
  #number = 0;
  #lastSequence = 0;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#watermark = new WatermarkFile(options.disk, options.watermarkPath);
  }

  /** Loads the store. Rejects when it cannot be read at all, or is of a newer format. */
  async read(): Promise<OutboxData> {
    const { disk, folder, now } = this.#options;
    await migrateFirstVersion(disk, folder, now, this.notices);
    const mark = await this.#watermark.read();
    const result = await readStore(disk, folder, mark.lastNumber);
    if (!result.ok) throw new NewerFormatError(`format ${result.newerFormat}`);
    const { content } = result;
    this.notices.push(...content.notices);
    // On a full disk there is no copy, but the till starts; the notices are told all the same.
    await keepEvidence(disk, folder, content.damaged, now()).catch(() => undefined);
    this.#number = content.lastNumber;
    this.#lastSequence = content.lastSequence;
    this.#hasErased = content.hasErased;
    this.#lookBack(content, mark);
    for (const [requestId, save] of content.saves) this.#committed.set(requestId, save);
    await this.#openJournal(content);
    await removeFirstVersion(disk, folder);
    // What was unreadable has been told; a snapshot keeps it from being told at every start. One of an
    // older format is rewritten in ours; until that works, nothing is appended to it.
    if (content.needsSnapshot) await this.compact().catch(() => undefined);
    return { saves: content.saves, lastSequence: this.#lastSequence };
  }

  /** Resolves when every change that was made to `data` before the call is flushed. */
  async write(data: OutboxData): Promise<void> {
    const keys = data.saves.takeDirty();
    if (keys.length === 0) return;
    await this.#commits.add(keys.map((key) => [key, data.saves.get(key)]));
  }

  /** Why no more space can be filled ahead, while there still is some; null when all is well. */
  get spaceError(): unknown {
    return this.#journal?.fillError ?? null;
  }

  /** Makes sure that what was erased is gone from the disk; does nothing when it is. */
  async tidy(): Promise<void> {
    if (this.#hasErased) await this.compact();
  }

  /** Replaces old journals by a snapshot. What was erased is gone from the disk afterwards. */
  compact(): Promise<void> {
    this.#compaction ??= this.#compactNow()
      .catch((error: unknown) => {
        // Still owed: the next tidying tries again.
        this.#hasErased = true;
        throw error;
      })
      .finally(() => {
        this.#compaction = null;
      });
    return this.#compaction;
  }

  async close(): Promise<void> {
    await this.#commits.idle();
    await this.#compaction?.catch(() => undefined);
    this.#isClosed = true;
    await this.#journal?.close();
    await this.#watermark.close();
    this.#journal = null;
  }

  async #openJournal(content: StoreContent): Promise<void> {
    const { disk, folder } = this.#options;
    const newest = Math.max(0, ...content.files.map((file) => file.generation));
    const { tail } = content;
    const isOurs = tail?.format === FORMAT && tail.end > 0;
    if (tail === null || tail.file.generation < newest || !isOurs) {
      this.#generation = newest + 1;
      // Where a full or read-only disk takes no new file, what is there is shown all the same.
      this.#journal = await this.#createJournal(this.#generation).catch(unlessRefused);
      return;
    }
    this.#generation = tail.file.generation;
    const path = join(folder, tail.file.name);
    this.#journal = await JournalFile.resume(disk, path, this.#ahead, tail.end, tail.size);
  }

  get #ahead(): number {
    return this.#options.fillAhead ?? FILL_AHEAD;
  }

  #createJournal(generation: number): Promise<JournalFile> {
    const { disk, folder } = this.#options;
    const path = join(folder, storeFileName(generation, 'journal'));
    const header = encodeHeader('journal', generation, this.#number, this.#lastSequence);
    return JournalFile.create(disk, folder, path, this.#ahead, Buffer.from(encodeLine(header)));
  }

  /** Compares with the second place: a store that is behind it has gone backwards. */
  #lookBack(content: StoreContent, mark: Watermark): void {
    if (mark.lastNumber > content.lastNumber) {
      const detail = `${mark.lastNumber - content.lastNumber} (${content.lastSequence} < ${mark.lastSequence})`;
      this.notices.push({ code: 'store.went-backwards', detail });
    }
    // Slip numbers that were given out are never given again.
    this.#lastSequence = Math.max(this.#lastSequence, mark.lastSequence);
  }

  async #commit(changes: [string, Save | undefined][], isCrowded: boolean): Promise<void> {
    let journal = await this.#soundJournal();
    if (this.#nextJournal !== null) {
      const { file, generation, onSwitched } = this.#nextJournal;
      this.#nextJournal = null;
      this.#journal = file;
      this.#generation = generation;
      onSwitched({
        after: this.#number,
        lastSequence: this.#lastSequence,
        count: this.#committed.size,
      });
      await journal.close();
      journal = file;
    }
    if (changes.length === 0) return;
    let number = this.#number;
    let text = '';
    for (const [requestId, save] of changes) {
      number += 1;
      const isFirst = text === '';
      text += encodeLine(
        save === undefined
          ? encodeErase(number, requestId, isFirst)
          : encodePut(number, save, isFirst),
      );
    }
    await journal.append(Buffer.from(text), !isCrowded);
    this.#number = number;
    for (const [requestId, save] of changes) {
      if (isErased(this.#committed.get(requestId), save)) this.#hasErased = true;
      if (save === undefined) this.#committed.delete(requestId);
      else {
        this.#committed.set(requestId, save);
        this.#lastSequence = Math.max(this.#lastSequence, save.sequence);
      }
    }
    this.#watermark.note({ lastNumber: number, lastSequence: this.#lastSequence });
    this.#compactWhenLong(journal);
  }

  /** The journal, reopened and verified if its last write or flush has failed. */
  async #soundJournal(): Promise<JournalFile> {
    const { disk } = this.#options;
    const journal = this.#journal;
    if (this.#isClosed) throw new Error('the store is closed');
    if (journal === null) {
      this.#journal = await this.#createJournal(this.#generation);
      return this.#journal;
    }
    if (!journal.hasFailed) return journal;
    await journal.close().catch(() => undefined);
    const resumed = await JournalFile.resume(
      disk,
      journal.path,
      this.#ahead,
      journal.length,
      journal.size,
    );
    const bytes = await disk.read(journal.path);
    const { end, damage } = scanLines(bytes ?? Buffer.alloc(0), () => undefined);
    if (end !== journal.length || damage.length > 0) {
      await resumed.close();
      throw new Error('the journal does not read back as it was acknowledged');
    }
    this.#journal = resumed;
    return resumed;
  }

  #compactWhenLong(journal: JournalFile): void {
    const limit = Math.max(this.#options.compactAbove ?? COMPACT_ABOVE, this.#snapshotSize);
    if (journal.length < limit || this.#compaction !== null) return;
    // A compaction that fails leaves everything readable; it is tried again with the next change.
    this.compact().catch(() => undefined);
  }

  async #compactNow(): Promise<void> {
    const { disk, folder } = this.#options;
    const generation = this.#generation + 1;
    const file = await this.#createJournal(generation);
    const beginning = new Promise<Beginning>((onSwitched) => {
      this.#nextJournal = { file, generation, onSwitched };
    });
    const switching = this.#commits.add([]);
    // The commit may fail for others' changes after it has switched: what counts is the switch.
    await switching.catch(() => undefined);
    if (this.#nextJournal?.file === file) {
      this.#nextJournal = null;
      await file.close();
      await disk.remove(file.path);
      return switching;
    }
    const saves = this.#committed;
    this.#hasErased = false;
    this.#snapshotSize = await writeSnapshot({
      disk,
      folder,
      generation,
      saves,
      ...(await beginning),
    });
    await removeOlder(disk, folder, generation);
  }
}

/** Null for what only a change will be refused for; anything else is no disk that is full. */
function unlessRefused(error: unknown): null {
  if (asWriteFailure(error).failure === 'store.failed') throw error;
  return null;
}
