import type { Clock } from '../clock/clock.ts';
import { isLostForGood } from '../files/diskAnswer.ts';
import { errorCode } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { readOnceFree } from '../files/readOnceFree.ts';
import type { Log } from '../log.ts';
import { NOTHING, type Opening, type Reached, type ReachedFile } from './reachedFile.ts';

export interface KeptReachedOptions {
  file: Pick<ReachedFile, 'read' | 'write' | 'writeUnseen' | 'putAside' | 'refused'>;
  clock: Pick<Clock, 'after' | 'now'>;
  log: Pick<Log, 'warn'>;
  /** Told what it is called now, where a bad sector has it. */
  onPutAside: (name: string) => void;
}

/**
 * What the second place has told the store, in this run and on the disk. As long as nobody has read the file nothing is
 * known, nothing follows from that, and nothing is written over it.
 */
export class KeptReached {
  readonly #options: KeptReachedOptions;
  #known: Reached | null = null;
  /** What the disk has said last in place of giving it. */
  #code = '';
  #isLost = false;
  /** Of what is on the disk, one after the other. */
  #keeping: Promise<unknown> = Promise.resolve();
  /** It is noted, or just being noted, that the store goes on while nobody has read it. */
  #isNoted = false;

  private constructor(options: KeptReachedOptions) {
    this.#options = options;
  }

  static async open(options: KeptReachedOptions): Promise<KeptReached> {
    const kept = new KeptReached(options);
    await kept.#read();
    return kept;
  }

  /** Null: nobody has read it yet. */
  get known(): Reached | null {
    return this.#known;
  }

  /** Why not: `reached.json EBUSY`. */
  get hindrance(): string {
    return `${this.#options.file.refused} ${this.#code}`;
  }

  /**
   * What it says, once somebody who holds it lets go; null where that takes longer. One that lies on a bad sector goes
   * aside: then nothing was ever told, and what follows from that is safe.
   */
  async read(): Promise<Reached | null> {
    const { clock, log } = this.#options;
    const file = { read: () => this.#read() };
    await readOnceFree({ file, clock, onHeld: () => log.warn('reached held') });
    if (this.#known === null && this.#isLost) await this.#putAside();
    return this.#known;
  }

  /** Only what is known may be changed. False where the disk has not kept it; in this run it holds all the same. */
  keep(reached: Reached): Promise<boolean> {
    this.#known = reached;
    const kept = this.#keeping.then(() => isDone(this.#options.file.write(reached)));
    this.#keeping = kept.catch(() => undefined);
    return kept;
  }

  /**
   * The store has gone on since `unseen`, and nobody has read yet what was known then: a later start is to know it. Tried again
   * with the next change where the disk does not keep it.
   */
  noteUnseen(unseen: Opening): void {
    if (this.#known !== null || this.#isNoted) return;
    this.#isNoted = true;
    this.#keeping = this.#keeping
      .then(() => isDone(this.#options.file.writeUnseen(unseen)))
      .then((isNoted) => {
        this.#isNoted = isNoted;
      });
  }

  /** In this run it is this again: the disk has refused something else. */
  undoUnseen(unseen: Reached['unseen']): void {
    if (this.#known !== null) this.#known = { ...this.#known, unseen };
  }

  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    await this.#keeping;
  }

  async #read(): Promise<Reached | 'held'> {
    // What is just being noted counts as well.
    await this.idle();
    try {
      const reached = await this.#options.file.read();
      // Whoever was slower knows nothing newer.
      this.#known ??= reached;
      return this.#known;
    } catch (error) {
      this.#code = errorCode(error);
      if (this.#code === '') throw error;
      this.#isLost = isLostForGood(error);
      return 'held';
    }
  }

  async #putAside(): Promise<void> {
    const { file, clock, onPutAside } = this.#options;
    const putAside = async () => onPutAside(await file.putAside(clock.now()));
    if (await isDone(putAside())) this.#known ??= NOTHING;
  }
}
