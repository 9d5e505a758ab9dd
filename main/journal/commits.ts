import type { Save } from '../../app/outbox/save.ts';
import { GroupCommit } from '../files/groupCommit.ts';
import type { JournalFile } from './journalFile.ts';
import { encodeLine } from './journalLine.ts';
import type { Beginning } from './presentJournal.ts';
import { HIGHEST } from './reachable.ts';
import { isErased } from './readStore.ts';
import type { Refusal } from './refusal.ts';
import { encodeErase, encodePut } from './saveCodec.ts';
import type { Change, StoredMap } from './storedMap.ts';
import type { Watermark, WatermarkFile } from './watermark.ts';

export type SaveChange = Change<string, Save>;

export interface CommitsOptions {
  /** Is told what is on the disk, before anybody hears that it is. */
  saves: StoredMap<string, Save>;
  /** How far the store had come when it was read. */
  reached: Watermark;
  watermark: Pick<WatermarkFile, 'note'>;
  refusal: Pick<Refusal, 'refused' | 'allowed'>;
  /** The journal that takes the next line. */
  ready: () => Promise<JournalFile>;
  /** The journal holds a body that was erased. */
  onErased: () => void;
  /** The journal has so many bytes now. */
  onGrown: (length: number) => void;
  /** The disk takes changes again. */
  onAllowed: () => void;
}

const OVERFLOW = { code: 'EOVERFLOW' };

/** Takes changes to the disk: all that come while one flush is under way go with the next one. */
export class Commits {
  readonly #options: CommitsOptions;
  readonly #group = new GroupCommit<readonly SaveChange[], void>((batches, isCrowded) =>
    this.#commit(batches.flat(), isCrowded),
  );
  /** What is to stand before the next change that the disk takes. */
  #owed: readonly SaveChange[] = [];
  #number: number;
  #lastSequence: number;
  #isClosed = false;

  constructor(options: CommitsOptions) {
    this.#options = options;
    this.#number = options.reached.lastNumber;
    this.#lastSequence = options.reached.lastSequence;
  }

  /** How far the store has come. */
  get reached(): Beginning {
    const { saves } = this.#options;
    return { after: this.#number, lastSequence: this.#lastSequence, count: saves.storedSize };
  }

  /** Resolves with the flush that has carried these; rejects when it is not certain that they are on the disk. */
  add(changes: readonly SaveChange[]): Promise<void> {
    return this.#group.add(changes);
  }

  /** These go with the next changes that the disk takes, before them, however often it refuses some first. */
  owe(changes: readonly SaveChange[]): void {
    this.#owed = changes;
  }

  /** A commit without changes, in its turn: it shows whether the disk takes any. */
  nothing(): Promise<void> {
    return this.#group.add([]);
  }

  /** Resolves when nothing waits or is under way. */
  idle(): Promise<void> {
    return this.#group.idle();
  }

  /** From now on everything is refused. */
  close(): void {
    this.#isClosed = true;
  }

  async #commit(changes: readonly SaveChange[], isCrowded: boolean): Promise<void> {
    if (this.#isClosed) throw new Error('the store is closed');
    const { refusal, ready, onGrown, onAllowed } = this.#options;
    try {
      const journal = await ready();
      if (changes.length > 0) {
        // Nothing that was owed has been changed on the disk yet: the first change there takes all of it along.
        const all = [...this.#owed, ...changes];
        await journal.append(Buffer.from(this.#encode(all)), !isCrowded);
        this.#owed = [];
        this.#acknowledge(all);
        onGrown(journal.length);
      }
    } catch (error) {
      refusal.refused(error);
      throw error;
    }
    if (refusal.allowed()) onAllowed();
  }

  #encode(changes: readonly SaveChange[]): string {
    let number = this.#number;
    let text = '';
    for (const [requestId, save] of changes) {
      number += 1;
      // Nobody is told that a line is saved which no start can read.
      if (Math.max(number, save?.sequence ?? 0) > HIGHEST)
        throw Object.assign(new RangeError('the numbers of the store have run out'), OVERFLOW);
      const isFirst = text === '';
      text += encodeLine(
        save === undefined
          ? encodeErase(number, requestId, isFirst)
          : encodePut(number, save, isFirst),
      );
    }
    return text;
  }

  #acknowledge(changes: readonly SaveChange[]): void {
    const { saves, watermark, onErased } = this.#options;
    this.#number += changes.length;
    for (const [requestId, save] of changes) {
      if (isErased(saves.stored(requestId), save)) onErased();
      saves.setStored(requestId, save);
      if (save !== undefined) this.#lastSequence = Math.max(this.#lastSequence, save.sequence);
    }
    watermark.note({ lastNumber: this.#number, lastSequence: this.#lastSequence });
  }
}
