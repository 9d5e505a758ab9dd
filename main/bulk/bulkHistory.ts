import { BULK_MEMORY_MS, type BulkRun } from '../../app/outbox/bulk.ts';
import type { Clock } from '../clock/clock.ts';
import { errorCode } from '../files/durableFile.ts';
import type { Log } from '../log.ts';
import { type BulkFile, MOST_RUNS, type RunRecord } from './bulkFile.ts';

export interface BulkHistoryOptions {
  file: BulkFile;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** The runs that are remembered, on the disk as well. */
export class BulkHistory {
  readonly #options: BulkHistoryOptions;
  /** The oldest first. */
  #runs: RunRecord[] = [];
  /** What was run before lies there, or may, and the disk has not given it yet. */
  #isUnread = true;
  /** As it was read last, the disk will give it once more. */
  #isHeld = false;

  constructor(options: BulkHistoryOptions) {
    this.#options = options;
  }

  get isUnread(): boolean {
    return this.#isUnread;
  }

  /**
   * Reads what was run before, as long as the disk has not given it. Gives those runs that the program's end has cut off. Not
   * to be called while something runs.
   */
  async read(): Promise<RunRecord[]> {
    const { file, log } = this.#options;
    if (!this.#isUnread) return [];
    const runs = await file.read();
    if (runs === null || typeof runs === 'string') log.warn('bulk runs not read');
    // Somebody else may have read or written it meanwhile.
    if (!this.#isUnread) return [];
    this.#isHeld = runs === 'held';
    if (typeof runs === 'string') return [];
    this.#isUnread = false;
    const before = runs ?? [];
    this.#runs = [...before, ...this.#runs].slice(-MOST_RUNS);
    return before.filter(({ state }) => state === 'running');
  }

  find(id: string): RunRecord | undefined {
    return this.#runs.find((run) => run.id === id);
  }

  add(run: RunRecord): void {
    this.#runs = [...this.#remembered(), run].slice(-MOST_RUNS);
  }

  remove(run: RunRecord): void {
    this.#runs = this.#runs.filter((one) => one !== run);
  }

  /** The latest first. */
  list(): BulkRun[] {
    return this.#remembered()
      .reverse()
      .map((run) => this.describe(run));
  }

  describe(run: RunRecord): BulkRun {
    const { sequences: _, undoes: __, left, ...told } = run;
    return { ...told, left: { ...left }, undoUntil: this.undoUntil(run) };
  }

  /** Until when a run can be undone (ms since 1970); null: never, or no more. */
  undoUntil(run: RunRecord): number | null {
    const canBe = run.state !== 'running' && canBeUndone(run, this.#runs);
    const until = run.startedAt + BULK_MEMORY_MS;
    return canBe && until > this.#options.clock.now() ? until : null;
  }

  /** A run is over, as `ended` says. It is under way until the disk has that, or has refused it. */
  async end(run: RunRecord, ended: RunRecord): Promise<void> {
    const all = this.#runs.map((one) => (one === run ? ended : one));
    // Every slice of a later run writes all of them again.
    const runs = all.map((one) =>
      one.state === 'running' || canBeUndone(one, all) ? one : { ...one, sequences: [] },
    );
    await this.keep(runs);
    this.#runs = runs;
  }

  /** On the disk as it is now; false where the disk refuses it. */
  async keep(runs: readonly RunRecord[] = this.#runs): Promise<boolean> {
    const { file, log, clock } = this.#options;
    try {
      // Nothing is written over what nobody has read, and what somebody holds is as good as it was.
      if (this.#isUnread && this.#isHeld) {
        log.warn('bulk runs not kept: what is there is held');
        return false;
      }
      if (this.#isUnread) await file.putAside(clock.now());
      this.#isUnread = false;
      await file.write(runs);
      return true;
    } catch (error) {
      if (errorCode(error) === '') throw error;
      log.warn('bulk runs not kept', { code: errorCode(error) });
      return false;
    }
  }

  /** Not too long ago, by a clock that may jump: what is under way stays whatever it says. */
  #remembered(): RunRecord[] {
    const now = this.#options.clock.now();
    return this.#runs.filter(
      ({ state, startedAt }) => state === 'running' || startedAt > now - BULK_MEMORY_MS,
    );
  }
}

/** As far as its kind goes, and what was undone already. */
function canBeUndone({ id, kind, done }: RunRecord, runs: readonly RunRecord[]): boolean {
  const isUndone = runs.some((run) => run.undoes === id && run.state === 'done');
  return (kind === 'discard' || kind === 'correct') && done > 0 && !isUndone;
}
