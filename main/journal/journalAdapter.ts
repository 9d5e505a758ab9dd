import type { Adapter } from 'lowdb';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { type Clock, systemClock } from '../clock/clock.ts';
import type { Disk } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';
import { GroupCommit } from '../files/groupCommit.ts';
import { Compactor } from './compactor.ts';
import type { DirtyMap } from './dirtyMap.ts';
import { FILL_AHEAD } from './journalFile.ts';
import { encodeLine } from './journalLine.ts';
import { type Opening, openFiles } from './opening.ts';
import { PresentJournal } from './presentJournal.ts';
import { isErased } from './readStore.ts';
import { Refusal } from './refusal.ts';
import { encodeErase, encodePut } from './saveCodec.ts';
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
  /** What becomes of a save of an older format before it is known, and rewritten. */
  upgrade?: (save: Save) => Save;
  /**
   * What becomes of some saves of a store in which something was found (`found`), before it is written anew: nothing
   * tells of it any more once it is.
   */
  asLost?: (saves: readonly Save[], found: readonly StoreNotice[]) => Save[];
  /** Another program may still write a line into the journal of before: it is only read, and a new one begins. */
  isFromElsewhere?: boolean;
  /** Measures the waits between tries. */
  clock?: Pick<Clock, 'monotonic' | 'after'>;
  /** Called when `problems` may be others than before. */
  onProblemsChanged?: () => void;
  /** A journal longer than this (bytes), and than its snapshot, is compacted. */
  compactAbove?: number;
  /** Bytes of free space that are filled with zeros ahead. */
  fillAhead?: number;
}

/** A day's saves; a backlog that drains would be rewritten again and again under a lower limit. */
const COMPACT_ABOVE = 16 * 1024 * 1024;

type Change = [requestId: string, save: Save | undefined];

/** What there is once the store has been read. */
interface Opened {
  present: PresentJournal;
  compactor: Compactor;
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
  readonly #refusal: Refusal;
  readonly #commits = new GroupCommit<Change[], void>((batches, isCrowded) =>
    this.#commit(batches.flat(), isCrowded),
  );
  /** What is acknowledged: the only source of snapshots. */
  readonly #committed = new Map<string, Save>();
  #opened: Opened | null = null;
  #number = 0;
  #lastSequence = 0;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#watermark = new WatermarkFile(options.disk, options.watermarkPath);
    this.#refusal = new Refusal({
      clock: options.clock ?? systemClock,
      ask: () => void this.#nothing().catch(() => undefined),
      onChanged: () => this.#tell(),
    });
  }

  /**
   * Loads the store. Rejects when it is of a newer format, and with the disk's own error when it cannot be read
   * now; nothing has been written then. A disk that takes no changes is no hindrance: `problems` tells.
   */
  async read(): Promise<OutboxData> {
    const { disk, folder, now, isFromElsewhere = false } = this.#options;
    const { upgrade = (save) => save, asLost = () => [] } = this.#options;
    const mark = await this.#watermark.read();
    const opening = await openFiles({ disk, folder, mark, now: now(), upgrade, isFromElsewhere });
    const { content } = opening;
    this.notices.push(...opening.notices);
    this.#number = content.lastNumber;
    this.#lastSequence = content.lastSequence;
    this.#lookBack(mark);
    const lost = asLost([...content.saves.values()], this.notices);
    for (const save of lost) content.saves.setClean(save.requestId, save);
    for (const [requestId, save] of content.saves) this.#committed.set(requestId, save);
    this.#opened = this.#open(opening);
    if (lost.length > 0 && !opening.owed.snapshot) this.#opened.compactor.owe();
    await this.#nothing().catch((error: unknown) => {
      if (errorCode(error) === '') throw error;
    });
    // Told once; and of an older format nothing is to stay, nor of a journal that another program may still write into.
    const isTidied = content.needsSnapshot || isFromElsewhere || lost.length > 0;
    if (isTidied && this.#refusal.notice === null) await this.#opened.compactor.tidy();
    // Where that was refused they go with the first change that the disk takes.
    if (this.problems.length > 0) for (const save of lost) content.saves.set(save.requestId, save);
    return { saves: content.saves, lastSequence: this.#lastSequence };
  }

  /** Resolves when every change that was made to `data` before the call is flushed. */
  async write(data: OutboxData): Promise<void> {
    const keys = data.saves.takeDirty();
    if (keys.length === 0) return;
    await this.#commits.add(keys.map((key) => [key, data.saves.get(key)]));
  }

  /** The saves as they surely are on the disk. */
  get acknowledged(): ReadonlyMap<string, Save> {
    return this.#committed;
  }

  /** What hinders the store now, as notices; empty when all is well. */
  get problems(): StoreNotice[] {
    if (this.#opened === null) return [];
    const { present, compactor } = this.#opened;
    // Whatever else there is follows from that.
    if (this.#refusal.notice !== null) return [this.#refusal.notice];
    const { fillError } = present;
    if (fillError === null) return compactor.problems;
    const others = compactor.problems.filter(({ code }) => code !== 'store.space-low');
    return [...others, { code: 'store.space-low', detail: errorCode(fillError) || 'unknown' }];
  }

  /** Makes sure that what was erased is gone from the disk, and what is acknowledged is on it. */
  async tidy(): Promise<void> {
    const { present, compactor } = this.#opened ?? {};
    await present?.refill();
    if ((await present?.isThere()) === false) compactor?.owe();
    await compactor?.tidy();
    this.#tell();
  }

  /** `Compactor.compact`, without waiting for its time. */
  async compact(): Promise<boolean> {
    return (await this.#opened?.compactor.compact()) ?? false;
  }

  /** Resolves when what was read is on the disk: a journal that the disk refused at first is flushed when it opens. */
  async confirm(): Promise<void> {
    if (this.#refusal.notice !== null) await this.#nothing();
  }

  async close(): Promise<void> {
    // What was refused may stand behind the last acknowledged line, and is not to be there at the next start.
    if (this.#refusal.notice !== null) await this.#nothing().catch(() => undefined);
    const { present: last, compactor } = this.#opened ?? {};
    if ((await last?.isThere()) === false) await compactor?.compact().catch(() => undefined);
    this.#refusal.close();
    await this.#commits.idle();
    await this.#opened?.compactor.idle();
    const { present } = this.#opened ?? {};
    this.#opened = null;
    await present?.close();
    await this.#watermark.close();
  }

  #open({ place, owed }: Opening): Opened {
    const { disk, folder, compactAbove, fillAhead, clock } = this.#options;
    const present = new PresentJournal(
      {
        disk,
        folder,
        ahead: fillAhead ?? FILL_AHEAD,
        counters: () => ({
          after: this.#number,
          lastSequence: this.#lastSequence,
          count: this.#committed.size,
        }),
        onUnsound: () => {
          compactor.owe();
          compactor.hurry();
          void compactor.tidy();
        },
      },
      place,
    );
    const compactor = new Compactor(
      {
        disk,
        folder,
        present,
        saves: this.#committed,
        turn: () => this.#nothing(),
        monotonic: (clock ?? systemClock).monotonic,
        compactAbove: compactAbove ?? COMPACT_ABOVE,
        onProblemsChanged: () => this.#tell(),
      },
      owed,
    );
    return { present, compactor };
  }

  #tell(): void {
    this.#options.onProblemsChanged?.();
  }

  /** Compares with the second place: a store that is behind it has gone backwards. */
  #lookBack(mark: Watermark): void {
    if (mark.lastNumber > this.#number) {
      const detail = `${mark.lastNumber - this.#number} (${this.#lastSequence} < ${mark.lastSequence})`;
      this.notices.push({ code: 'store.went-backwards', detail });
    }
    // Slip numbers that were given out are never given again.
    this.#lastSequence = Math.max(this.#lastSequence, mark.lastSequence);
  }

  /** A commit without changes, in its turn: it shows whether the disk takes any. */
  #nothing(): Promise<void> {
    return this.#commits.add([]);
  }

  async #commit(changes: Change[], isCrowded: boolean): Promise<void> {
    if (this.#opened === null) throw new Error('the store is closed');
    const { present, compactor } = this.#opened;
    try {
      const journal = await present.ready();
      if (changes.length > 0) {
        await journal.append(Buffer.from(this.#encode(changes)), !isCrowded);
        this.#acknowledge(changes, compactor);
        compactor.grown(journal.length);
      }
    } catch (error) {
      this.#refusal.refused(error);
      throw error;
    }
    if (this.#refusal.allowed()) compactor.hurry();
  }

  #encode(changes: Change[]): string {
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
    return text;
  }

  #acknowledge(changes: Change[], compactor: Compactor): void {
    this.#number += changes.length;
    for (const [requestId, save] of changes) {
      if (isErased(this.#committed.get(requestId), save)) compactor.owe();
      if (save === undefined) this.#committed.delete(requestId);
      else {
        this.#committed.set(requestId, save);
        this.#lastSequence = Math.max(this.#lastSequence, save.sequence);
      }
    }
    this.#watermark.note({ lastNumber: this.#number, lastSequence: this.#lastSequence });
  }
}
