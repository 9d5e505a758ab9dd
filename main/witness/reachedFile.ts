import { join } from 'node:path';
import { z } from 'zod';
import { isNobodys } from '../files/diskAnswer.ts';
import { readShortIfThere, removeIfThere } from '../files/durableFile.ts';
import { replaceAnything } from '../files/replaceAnything.ts';
import { setAside } from '../files/setAside.ts';
import { HIGHEST } from '../journal/reachable.ts';
import type { Watermark } from '../journal/watermark.ts';
import type { Vault } from '../vault/vault.ts';

/** Its name in the data folder. */
export const REACHED_FILE = 'reached.json';

/** Beside it, where somebody holds that one while the store goes on: what it had come to before. */
export const UNSEEN_FILE = 'unseen.json';

/** Many times what it ever has: a longer one is not read. */
const MAX_BYTES = 64 * 1024;

/** What a store had come to when it was opened. */
export interface Opening extends Watermark {
  /** When it had last changed by then, as far as it shows (ms since 1970). */
  changedAt: number;
  /** No later sequence can be of what was lost. */
  lastGiven: number;
}

/** What a store has been told by its second place, and has taken to heart. */
export interface Reached {
  /** So many changes were lost in all: the second place counts them on. */
  lostNumbers: number;
  /** The highest sequence that was ever given, as far as it is known. */
  lastSequence: number;
  /** Of the first start since which the store has gone on without a word of the second place; null: there is none. */
  unseen: Opening | null;
}

/** Of a store that no second place has told anything. */
export const NOTHING: Reached = { lostNumbers: 0, lastSequence: 0, unseen: null };

const number = z.int().nonnegative().max(HIGHEST);
const fileSchema = z.strictObject({
  format: z.literal(1),
  lostNumbers: number,
  lastSequence: number,
  unseen: z
    .strictObject({
      lastNumber: number,
      lastSequence: number,
      changedAt: z.int().nonnegative(),
      lastGiven: number,
    })
    .nullable()
    .default(null),
  mac: z.string(),
});

type Name = typeof REACHED_FILE | typeof UNSEEN_FILE;

/**
 * `reached.json`, with a MAC: it goes back with the drive, and then the second place tells once more. What `unseen.json` has
 * beside it counts as if it stood in there.
 */
export class ReachedFile {
  readonly #folder: string;
  readonly #vault: Pick<Vault, 'trailMac'>;
  #refused: Name = REACHED_FILE;

  constructor(folder: string, vault: Pick<Vault, 'trailMac'>) {
    this.#folder = folder;
    this.#vault = vault;
  }

  /** Which of the two the disk has not given last. */
  get refused(): string {
    return this.#refused;
  }

  /**
   * Zeros where there is none, or none of this till's. Throws what the disk throws where it does not give it now: what it
   * says is not known then, and is not to be written over.
   */
  async read(): Promise<Reached> {
    const reached = await this.#read(REACHED_FILE);
    // What stands there is older: nothing is written beside it where it can be read.
    const unseen = reached.unseen ?? (await this.#read(UNSEEN_FILE)).unseen;
    return { ...reached, unseen };
  }

  /** Throws what the disk throws. */
  async write(reached: Reached): Promise<void> {
    await this.#write(REACHED_FILE, reached);
    // It stands in there now, or is over.
    const { unseen } = await this.#read(UNSEEN_FILE);
    if (unseen !== null) await removeIfThere(join(this.#folder, UNSEEN_FILE));
  }

  /** Where nobody can read the other now; of an earlier run that could not either, it stays. Throws what the disk throws. */
  async writeUnseen(unseen: Opening): Promise<void> {
    if ((await this.#read(UNSEEN_FILE)).unseen !== null) return;
    await this.#write(UNSEEN_FILE, { ...NOTHING, unseen });
  }

  /**
   * The one that the disk has not given last comes out of the way of what is to be written, with its bytes as they are; gives
   * its new name. Throws what the disk throws.
   */
  putAside(now: number): Promise<string> {
    return setAside(join(this.#folder, this.#refused), now);
  }

  /** No sequence up to this one is given any more, over all starts. Throws what the disk throws. */
  async goOnBehind(sequence: number): Promise<void> {
    const reached = await this.read();
    if (reached.lastSequence < sequence) await this.write({ ...reached, lastSequence: sequence });
  }

  async #read(name: Name): Promise<Reached> {
    try {
      const bytes = await readShortIfThere(join(this.#folder, name), MAX_BYTES);
      if (bytes === null) return NOTHING;
      const { format: _, mac, ...reached } = fileSchema.parse(JSON.parse(bytes.toString('utf8')));
      return mac === this.#macOf(name, reached) ? reached : NOTHING;
    } catch (error) {
      const isNone = error instanceof z.ZodError || error instanceof SyntaxError;
      if (isNone || isNobodys(error)) return NOTHING;
      this.#refused = name;
      throw error;
    }
  }

  #write(name: Name, reached: Reached): Promise<void> {
    const file = { format: 1, ...reached, mac: this.#macOf(name, reached) };
    return replaceAnything(join(this.#folder, name), JSON.stringify(file));
  }

  #macOf(name: Name, { lostNumbers, lastSequence, unseen }: Reached): string {
    const kind = name === REACHED_FILE ? 'reached' : 'unseen';
    const parts: (string | number)[] = [kind, lostNumbers, lastSequence];
    // As in the first files, which had none of it.
    if (unseen !== null)
      parts.push(unseen.lastNumber, unseen.lastSequence, unseen.changedAt, unseen.lastGiven);
    return this.#vault.trailMac(parts.join('\n'));
  }
}
