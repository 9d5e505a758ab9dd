import { join } from 'node:path';
import { z } from 'zod';
import { isNobodys } from '../files/diskAnswer.ts';
import { readShortIfThere } from '../files/durableFile.ts';
import { replaceAnything } from '../files/replaceAnything.ts';
import { setAside } from '../files/setAside.ts';
import { HIGHEST } from '../journal/reachable.ts';
import type { Watermark } from '../journal/watermark.ts';
import type { Vault } from '../vault/vault.ts';

/** Its name in the data folder. */
export const REACHED_FILE = 'reached.json';

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

/** `reached.json`, with a MAC: it goes back with the drive, and then the second place tells once more. */
export class ReachedFile {
  readonly #path: string;
  readonly #vault: Pick<Vault, 'trailMac'>;

  constructor(folder: string, vault: Pick<Vault, 'trailMac'>) {
    this.#path = join(folder, REACHED_FILE);
    this.#vault = vault;
  }

  /**
   * Zeros where there is none, or none of this till's. Throws what the disk throws where it does not give it now: what it
   * says is not known then, and is not to be written over.
   */
  async read(): Promise<Reached> {
    try {
      const bytes = await readShortIfThere(this.#path, MAX_BYTES);
      if (bytes === null) return NOTHING;
      const { format: _, mac, ...reached } = fileSchema.parse(JSON.parse(bytes.toString('utf8')));
      return mac === this.#macOf(reached) ? reached : NOTHING;
    } catch (error) {
      const isNone = error instanceof z.ZodError || error instanceof SyntaxError;
      if (!isNone && !isNobodys(error)) throw error;
      return NOTHING;
    }
  }

  /** Throws what the disk throws. */
  write(reached: Reached): Promise<void> {
    const file = { format: 1, ...reached, mac: this.#macOf(reached) };
    return replaceAnything(this.#path, JSON.stringify(file));
  }

  /** Out of the way of what is to be written, with its bytes as they are; gives its new name. Throws what the disk throws. */
  putAside(now: number): Promise<string> {
    return setAside(this.#path, now);
  }

  /** No sequence up to this one is given any more, over all starts. Throws what the disk throws. */
  async goOnBehind(sequence: number): Promise<void> {
    const reached = await this.read();
    if (reached.lastSequence < sequence) await this.write({ ...reached, lastSequence: sequence });
  }

  #macOf({ lostNumbers, lastSequence, unseen }: Reached): string {
    const parts: (string | number)[] = ['reached', lostNumbers, lastSequence];
    // As in the first files, which had none of it.
    if (unseen !== null)
      parts.push(unseen.lastNumber, unseen.lastSequence, unseen.changedAt, unseen.lastGiven);
    return this.#vault.trailMac(parts.join('\n'));
  }
}
