import type { Adapter } from 'lowdb';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { type Clock, systemClock } from '../clock/clock.ts';
import type { Disk } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';
import { AsideFiles } from './asideFiles.ts';
import { behindMark } from './behindMark.ts';
import { Commits } from './commits.ts';
import { Compactor } from './compactor.ts';
import { FILL_AHEAD } from './journalFile.ts';
import { doubtLost } from './lostChanges.ts';
import { type Opening, openFiles } from './opening.ts';
import { OwnFiles } from './ownFiles.ts';
import { PresentJournal } from './presentJournal.ts';
import { mayBeGiven } from './reachable.ts';
import { Refusal } from './refusal.ts';
import { scrubFiles, type Traces } from './scrub.ts';
import { StoredMap } from './storedMap.ts';
import { type Watermark, WatermarkFile } from './watermark.ts';

/** What lowdb holds: the one map of all saves. Entries are immutable. */
export interface OutboxData {
  saves: StoredMap<string, Save>;
  lastSequence: number;
}

export interface JournalOptions {
  disk: Disk;
  /** Where the journal lies; must exist. */
  folder: string;
  /** The file of the second place, outside the folder. */
  watermarkPath: string;
  /** Names files that are kept as evidence, and dates doubts; ms since 1970. */
  now: () => number;
  /** What becomes of a save of an older format before it is known, and rewritten. */
  upgrade?: (save: Save) => Save;
  /** Another program may still write a line into the journal of before: it is only read, and a new one begins. */
  isFromElsewhere?: boolean;
  /** Something else tells that there was a queue before this start: one that has never begun is missed. */
  isExpected?: boolean;
  /** Measures the waits between tries. */
  clock?: Pick<Clock, 'monotonic' | 'after'>;
  /** Called with every acknowledged change: how far the store has come. */
  onReached?: (watermark: Watermark) => void;
  /** Called when `problems` may be others than before. */
  onProblemsChanged?: () => void;
  /** A journal longer than this (bytes), and than its snapshot, is compacted. */
  compactAbove?: number;
  /** Bytes of free space that are filled with zeros ahead. */
  fillAhead?: number;
}

/** A day's saves; a backlog that drains would be rewritten again and again under a lower limit. */
const COMPACT_ABOVE_BYTES = 16 * 1024 * 1024;

/** What there is once the store has been read. */
interface Opened {
  commits: Commits;
  present: PresentJournal;
  compactor: Compactor;
}

/** The last slip that was given out, by the store itself or by its second place where that can be. */
function slipsGiven({ lastSequence }: Opening['content'], watermark: Watermark): number {
  const given = watermark.lastSequence;
  return mayBeGiven(given, lastSequence) ? Math.max(lastSequence, given) : lastSequence;
}

/** The same map where it stands so already, as it nearly always does: a second one would cost a start a tenth. */
function oldestFirst(saves: Map<string, Save>): Map<string, Save> {
  let last = 0;
  for (const { sequence } of saves.values()) {
    if (sequence < last) return new Map([...saves].sort(([, a], [, b]) => a.sequence - b.sequence));
    last = sequence;
  }
  return saves;
}

/** Whether our files are there, and the next start will read no others. */
async function isWhole({ present, compactor }: Opened): Promise<boolean> {
  if (!(await present.isThere())) return false;
  // What cannot be looked at just now says nothing.
  return !(await compactor.isDisturbed().catch(() => false));
}

/**
 * lowdb's adapter: a journal. `write` appends one line for each change that was asked for and settles with the flush
 * that carried them; everything that waits meanwhile goes with the next flush. A snapshot replaces old
 * journals in the background. `docs/store.md` says what it promises.
 */
export class JournalAdapter implements Adapter<OutboxData> {
  readonly warnings: StoreWarning[] = [];
  /** The file of the second place: where the disk has not given it yet, nobody has looked back. */
  readonly watermark: WatermarkFile;
  readonly #options: JournalOptions;
  #found: Watermark = { lastNumber: 0, lastSequence: 0 };
  readonly #refusal: Refusal;
  #opened: Opened | null = null;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.watermark = new WatermarkFile(options.disk, options.watermarkPath);
    this.#refusal = new Refusal({
      clock: options.clock ?? systemClock,
      ask: () => void this.#opened?.commits.nothing().catch(() => undefined),
      onChanged: () => this.#tell(),
    });
  }

  /**
   * Loads the store. Rejects when it is of a newer format, and with the disk's own error when it cannot be read
   * now; nothing has been written then. A disk that takes no changes is no hindrance: `problems` tells.
   */
  async read(): Promise<OutboxData> {
    const { disk, folder, now, isFromElsewhere = false } = this.#options;
    const { upgrade = (save) => save } = this.#options;
    const watermark = await this.watermark.read();
    const opening = await openFiles({
      disk,
      folder,
      watermark,
      now: now(),
      upgrade,
      isFromElsewhere,
    });
    const { content } = opening;
    for (const warning of opening.warnings) this.warnings.push(warning);
    this.#lookBack(content, watermark);
    const given = slipsGiven(content, watermark);
    this.#found = { lastNumber: content.lastNumber, lastSequence: given };
    // Before it is written anew: nothing tells of it any more once it is.
    const lost = doubtLost(content.saves, this.warnings, now());
    const saves = new StoredMap(oldestFirst(content.saves));
    const ownFiles = new OwnFiles(disk, folder);
    await ownFiles.remember(
      content.files.map(({ name }) => name),
      content.prints,
    );
    const { commits, compactor } = this.#open(opening, saves, watermark, ownFiles);
    if (lost.length > 0 && !opening.owed.snapshot) compactor.owe();
    await commits.nothing().catch((error: unknown) => {
      if (errorCode(error) === '') throw error;
    });
    // Told once; and of an older format nothing is to stay, nor of a journal that another program may still write into.
    const isTidied = content.needsSnapshot || isFromElsewhere || lost.length > 0;
    if (isTidied && this.#refusal.warning === null) await compactor.tidy();
    // Where that was refused they go with the first change that the disk takes.
    if (this.problems.length > 0) commits.owe(lost.map((save) => [save.requestId, save]));
    return { saves, lastSequence: commits.reached.lastSequence };
  }

  /** Resolves when every change that was asked for before the call is flushed. */
  async write({ saves }: OutboxData): Promise<void> {
    const changes = saves.takeAsked();
    if (changes.length === 0) return;
    if (this.#opened === null) throw new Error('the store is closed');
    await this.#opened.commits.add(changes);
  }

  /** How far the store had come when it was read, as far as it and the file beside it show. */
  get found(): Watermark {
    return this.#found;
  }

  /** What hinders the store now, as warnings; empty when all is well. */
  get problems(): StoreWarning[] {
    if (this.#opened === null) return [];
    const { present, compactor } = this.#opened;
    // Whatever else there is follows from that.
    if (this.#refusal.warning !== null) return [this.#refusal.warning];
    const { fillError } = present;
    if (fillError === null) return compactor.problems;
    const others = compactor.problems.filter(({ code }) => code !== 'store.space-low');
    return [...others, { code: 'store.space-low', detail: errorCode(fillError) || 'unknown' }];
  }

  /** Makes sure that what was erased is gone from the disk, and what is acknowledged is on it. */
  async tidy(): Promise<void> {
    const { present, compactor } = this.#opened ?? {};
    await present?.refill();
    if (this.#opened !== null && !(await isWhole(this.#opened))) compactor?.rewrite();
    await compactor?.tidy();
    this.#tell();
  }

  /** `Compactor.compact`, without waiting for its time. */
  async compact(): Promise<boolean> {
    return (await this.#opened?.compactor.compact()) ?? false;
  }

  /**
   * Leaves nothing of saves that were erased in any file of the store: a new generation without them, and `scrubFiles`.
   * Gives the names of the files in which something is left. Rejects with the disk's own error.
   */
  async scrub(traces: Traces): Promise<string[]> {
    if (this.#opened === null) throw new Error('the store is closed');
    const { disk, folder } = this.#options;
    const { compactor } = this.#opened;
    compactor.owe();
    compactor.hurry();
    await compactor.compact().catch((error: unknown) => {
      if (errorCode(error) === '') throw error;
    });
    return scrubFiles({ disk, folder, base: compactor.base }, traces);
  }

  /** Resolves when what was read is on the disk: a journal that the disk refused at first is flushed when it opens. */
  async confirm(): Promise<void> {
    if (this.#refusal.warning !== null) await this.#opened?.commits.nothing();
  }

  async close(): Promise<void> {
    if (this.#opened === null) return;
    const { commits, present, compactor } = this.#opened;
    // What was refused may stand behind the last acknowledged line, and is not to be there at the next start.
    if (this.#refusal.warning !== null) await commits.nothing().catch(() => undefined);
    if (!(await isWhole(this.#opened))) {
      compactor.rewrite();
      await compactor.compact().catch(() => undefined);
    }
    this.#refusal.close();
    await commits.idle();
    await compactor.idle();
    this.#opened = null;
    commits.close();
    await present.close();
    await this.watermark.close();
  }

  #open(
    { content, place, owed }: Opening,
    saves: StoredMap<string, Save>,
    watermark: Watermark,
    ownFiles: OwnFiles,
  ): Opened {
    const { disk, folder, now, compactAbove, fillAhead, clock } = this.#options;
    const commits = new Commits({
      saves,
      reached: {
        lastNumber: content.lastNumber,
        // Slip numbers that were given out are never given again.
        lastSequence: slipsGiven(content, watermark),
      },
      watermark: {
        note: (reached) => {
          this.watermark.note(reached);
          this.#options.onReached?.(reached);
        },
      },
      refusal: this.#refusal,
      ready: () => present.ready(),
      onErased: () => compactor.owe(),
      onGrown: (length) => compactor.grown(length),
      onAllowed: () => compactor.hurry(),
    });
    const present = new PresentJournal(
      {
        disk,
        folder,
        ahead: fillAhead ?? FILL_AHEAD,
        counters: () => commits.reached,
        isForeign: (name) => ownFiles.isForeign(name),
        onFilled: (name) => ownFiles.remember([name]),
        freePlace: (generation) => compactor.freePlace(generation),
        onUnsound: () => {
          compactor.rewrite();
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
        ownFiles,
        saves: { values: () => saves.storedValues() },
        turn: () => commits.nothing(),
        monotonic: (clock ?? systemClock).monotonic,
        aside: new AsideFiles({ disk, folder, now, told: owed.evidence }),
        compactAbove: compactAbove ?? COMPACT_ABOVE_BYTES,
        onProblemsChanged: () => this.#tell(),
      },
      owed,
    );
    this.#opened = { commits, present, compactor };
    return this.#opened;
  }

  #tell(): void {
    this.#options.onProblemsChanged?.();
  }

  /** Compares with the second place: a store that is behind it has gone backwards. So has one of which nothing is left. */
  #lookBack(content: Opening['content'], watermark: Watermark): void {
    const { base, tail } = content;
    const missing = behindMark(content, watermark);
    const isUnborn = base === 0 && (tail === null || tail.isUnborn);
    const isGone = this.#options.isExpected === true && isUnborn && this.warnings.length === 0;
    if (missing === null && !isGone) return;
    this.warnings.push({ code: 'store.went-backwards', detail: missing ?? 'no journal' });
  }
}
