import type { Clock } from '../clock/clock.ts';
import { behindMark } from '../journal/behindMark.ts';
import { mayBeGiven } from '../journal/reachable.ts';
import type { Watermark, WatermarkFile } from '../journal/watermark.ts';
import type { Log } from '../log.ts';
import type { Opening } from './reachedFile.ts';

/** A file that somebody holds is read once more after this time (ms), … */
const AGAIN_AFTER_MS = 2_000;
/** … so often before anything is sent; then its disk may never give it any more. */
const MOST_TIMES = 5;
/** And after this time from then on (ms): whoever holds it may let it go. */
const LATER_MS = 60_000;

interface HeldMarkOptions {
  file: Pick<WatermarkFile, 'heldBy' | 'readAgain' | 'release'>;
  /** What the store had come to when it was opened. */
  opening: Opening;
  /** The number of the last change that this run has stored; 0 where it has stored none. */
  lastNumber: () => number;
  /** The store may have gone backwards by then: what was open may have been sent. False where the disk has not kept that. */
  doubt: (opening: Opening) => Promise<boolean>;
  /** No sequence up to this one is given any more. */
  goOnBehind: (lastSequence: number) => void;
  /** What the window tells of it: null where nothing is wrong. */
  warn: (code: 'store.went-backwards' | 'store.mark-unread', detail: string | null) => void;
  clock: Pick<Clock, 'after'>;
  log: Pick<Log, 'warn'>;
}

/**
 * The file beside the folder, where the disk does not give it at a start: somebody holds it, nobody may read it, or its
 * sector is bad. Nobody knows then whether the store has gone backwards. So nothing is sent before it was read, or what is open
 * counts as sent; and nothing is written over it before. `docs/store.md`.
 */
export class HeldMark {
  readonly #options: HeldMarkOptions;
  /** What is open counts as sent, and that is stored. */
  #isDoubted = false;
  #isStopped = false;
  #looking: Promise<void> | null = null;
  #stopTimer = () => {};

  constructor(options: HeldMarkOptions) {
    this.#options = options;
  }

  /** Nobody has read it in this run. */
  get isUnread(): boolean {
    return this.#options.file.heldBy !== null;
  }

  /** Resolves when it was read, or does not matter any more for what may be sent. */
  look(): Promise<void> {
    this.#looking ??= this.#look();
    return this.#looking;
  }

  /** What this run has stored must not hide from the next start that something is missing. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopTimer();
    const { file, opening, lastNumber, doubt } = this.#options;
    if (!this.isUnread || this.#isDoubted) return;
    const mark = await file.readAgain();
    if (mark !== null && behindMark(opening, mark) === null) file.release(givenBy(mark, opening));
    else if (lastNumber() > opening.lastNumber) await doubt(opening);
  }

  async #look(): Promise<void> {
    const { file, log, warn } = this.#options;
    for (let times = 0; this.isUnread && times < MOST_TIMES; times += 1) {
      log.warn('watermark held', { detail: file.heldBy });
      await this.#wait(AGAIN_AFTER_MS);
      await this.#heed();
    }
    if (!this.isUnread) return;
    warn('store.mark-unread', file.heldBy);
    await this.#doubt();
    void this.#goOn();
  }

  async #goOn(): Promise<void> {
    while (this.isUnread) {
      await this.#wait(LATER_MS);
      await this.#heed();
    }
  }

  /** What follows from what it says, if it can be read by now. Where the disk does not keep that, it is as if it could not. */
  async #heed(): Promise<void> {
    const { file, opening, doubt, goOnBehind, warn } = this.#options;
    if (this.#isStopped) return;
    const mark = await file.readAgain();
    if (mark === null) return;
    const given = givenBy(mark, opening);
    if (given > opening.lastSequence) goOnBehind(given);
    const missing = behindMark(opening, mark);
    if (missing !== null) {
      warn('store.went-backwards', missing);
      // Once in this run: what the manager has decided since stands.
      if (!this.#isDoubted && !(await doubt(opening))) return;
    }
    file.release(given);
    warn('store.mark-unread', null);
  }

  /** Nothing is sent before that is stored, or the file was read after all: the disk takes nothing else either. */
  async #doubt(): Promise<void> {
    const { opening, doubt } = this.#options;
    while (this.isUnread) {
      this.#isDoubted = await doubt(opening);
      if (this.#isDoubted) return;
      await this.#wait(AGAIN_AFTER_MS);
      await this.#heed();
    }
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#stopTimer = this.#options.clock.after(milliseconds, resolve);
    });
  }
}

/** The last slip that it says was given, where that can be. */
function givenBy({ lastSequence }: Watermark, opening: Watermark): number {
  return mayBeGiven(lastSequence, opening.lastSequence) ? lastSequence : 0;
}
