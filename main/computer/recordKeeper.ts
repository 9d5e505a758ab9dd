import type { Clock } from '../clock/clock.ts';
import { errorCode } from '../files/durableFile.ts';
import { asWriteFailure, type StoreFailure } from '../files/storeFailure.ts';
import type { Log } from '../log.ts';
import type { ComputerFile, ComputerRecord } from './computerFile.ts';

/** How long a disk that has refused is left alone (ms). */
export const AGAIN_AFTER = 60_000;

/** How long a customer may wait for a disk that has refused before (ms). */
const PATIENCE = 200;

interface Parts {
  file: Pick<ComputerFile, 'write'>;
  clock: Pick<Clock, 'after'>;
  log: Log;
}

/**
 * Writes what the file of the computer has to say, one after the other, the last one last. A disk that refuses stops
 * nobody: the same is tried again, after a minute and before anything new is stored.
 */
export class RecordKeeper {
  readonly #parts: Parts;
  #owed: ComputerRecord | null = null;
  #writing: Promise<unknown> = Promise.resolve();
  #cancel: (() => void) | null = null;
  #isStopped = false;
  /** The disk has refused what is owed, or what was before it. */
  #hasRefused = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Resolves once it was tried. Never rejects for a disk. */
  keep(record: ComputerRecord): Promise<void> {
    this.#owed = record;
    return this.settle();
  }

  /** Tries once more what the disk has refused, and waits for what is being written. */
  settle(): Promise<void> {
    return this.#inTurn(async () => {
      const record = this.#owed;
      if (record === null || this.#isStopped) return;
      const refusal = await this.#write(record);
      if (refusal === null) return;
      this.#hasRefused = true;
      this.#parts.log.warn('computer not kept', { code: refusal.code });
      this.#cancel ??= this.#parts.clock.after(AGAIN_AFTER, () => {
        this.#cancel = null;
        void this.settle();
      });
    });
  }

  /**
   * The same for somebody who waits at the counter: where the disk has refused it, what takes longer goes on without him. A
   * disk that is only slow is waited for, or what he stores would be on it first.
   */
  async settleSoon(): Promise<void> {
    if (this.#owed !== null && !this.#hasRefused) await this.#writing;
    if (this.#owed === null) return;
    let cancel = () => {};
    const late = new Promise<void>((resolve) => {
      cancel = this.#parts.clock.after(PATIENCE, resolve);
    });
    await Promise.race([this.settle(), late]).finally(cancel);
  }

  /** Writes this in place of whatever is owed, or says why not: then that is still owed. */
  replace(record: ComputerRecord): Promise<StoreFailure | null> {
    return this.#inTurn(async () => (await this.#write(record))?.failure ?? null);
  }

  /** Waits for what is being written; nothing is tried again. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    await this.#writing;
  }

  async #write(record: ComputerRecord): Promise<{ code: string; failure: StoreFailure } | null> {
    const owed = this.#owed;
    try {
      await this.#parts.file.write(record);
    } catch (error) {
      const code = errorCode(error);
      if (code === '') throw error;
      return { code, failure: asWriteFailure(error).failure };
    }
    this.#hasRefused = false;
    if (this.#owed === owed) this.#owed = null;
    return null;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#writing.then(work);
    this.#writing = done.catch(() => undefined);
    return done;
  }
}
