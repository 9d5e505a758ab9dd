import { join } from 'node:path';
import { z } from 'zod';
import { isNobodys } from '../files/diskAnswer.ts';
import { errorCode, readShortIfThere } from '../files/durableFile.ts';
import { replaceAnything } from '../files/replaceAnything.ts';
import { eachKind, type Traits } from '../hardware/traits.ts';
import type { Vault } from '../vault/vault.ts';

/** Its name in the data folder. */
export const COMPUTER_FILE = 'computer.json';

/** Many times what it ever has: a longer one is nobody's, and no start reads it. */
const MAX_BYTES = 1024 * 1024;

/** From where on what is in the queue was made on the computer that runs it now. */
export interface Boundary {
  /** The highest sequence that had come along. */
  sequence: number;
  /** When the store had last changed by then (ms since 1970): before that nobody else can have sent anything of it. */
  changedAt: number;
}

/** Which computer a data folder belongs to. */
export interface ComputerRecord {
  /** Hashes; null where what was known of it cannot be read. */
  known: Traits | null;
  /** Null: nothing has come along from another computer, as far as it is known. */
  since: Boundary | null;
  /** On which computer the question was asked, and is open (hashes); null: nowhere. */
  asked: Traits | null;
  /** What had come along, or may have, before `since`: the oldest first. */
  earlier: readonly Boundary[];
  /**
   * What was there at a start that ended before it was known where, though the question was open already: behind it may be
   * what a third computer has registered.
   */
  unplaced?: Boundary | undefined;
  /** Names this till among all that were made of one image (32 hex digits). */
  installation: string;
}

const hashes = z.array(z.string().max(64)).max(64);
const traitsSchema = z.strictObject({ board: hashes, disk: hashes, network: hashes }).nullable();
const boundarySchema = z.strictObject({
  sequence: z.int().nonnegative(),
  changedAt: z.int().nonnegative(),
});

/** Copies of copies: of more of them than anybody makes the oldest count. */
export const MOST_EARLIER = 8;

const contentSchema = z.strictObject({
  known: traitsSchema,
  since: boundarySchema.nullable(),
  asked: traitsSchema.default(null),
  earlier: z.array(boundarySchema).max(MOST_EARLIER).default([]),
  unplaced: boundarySchema.optional(),
  installation: z.string().regex(/^[0-9a-f]{32}$/),
});
const fileSchema = contentSchema.extend({ format: z.literal(1), mac: z.string() });

/**
 * `missing`: there is none; `unreadable`: something is there, and nobody can tell whose it is; `held`: the disk does not
 * give it now.
 */
export type ComputerReading = ComputerRecord | 'missing' | 'unreadable' | 'held';

const readRecord = (path: string) => readShortIfThere(path, MAX_BYTES);

/**
 * `computer.json`: the traits of the till's computer, as keyed hashes of the key that no rotation replaces, and a MAC over
 * all of it by the same key. So nobody reads a number there, and whoever edits it makes a question of it, no answer.
 */
export class ComputerFile {
  readonly #path: string;
  readonly #vault: Pick<Vault, 'trailMac'>;
  readonly #readIfThere: (path: string) => Promise<Buffer | null>;

  /** `read`: default: from the disk. */
  constructor(folder: string, vault: Pick<Vault, 'trailMac'>, read = readRecord) {
    this.#path = join(folder, COMPUTER_FILE);
    this.#vault = vault;
    this.#readIfThere = read;
  }

  async read(): Promise<ComputerReading> {
    try {
      return await this.readNow();
    } catch (error) {
      if (errorCode(error) === '') throw error;
      return 'held';
    }
  }

  /** The same of what is nobody's to wait for here: throws what the disk throws where it does not give it now. */
  async readNow(): Promise<Exclude<ComputerReading, 'held'>> {
    try {
      const bytes = await this.#readIfThere(this.#path);
      if (bytes === null) return 'missing';
      const { format: _, mac, ...record } = fileSchema.parse(JSON.parse(bytes.toString('utf8')));
      return mac === this.#macOf(record) ? record : 'unreadable';
    } catch (error) {
      const isNone = error instanceof z.ZodError || error instanceof SyntaxError;
      if (!isNone && !isNobodys(error)) throw error;
      return 'unreadable';
    }
  }

  /** Throws what the disk throws. */
  write(record: ComputerRecord): Promise<void> {
    const file = { format: 1, ...record, mac: this.#macOf(record) };
    return replaceAnything(this.#path, JSON.stringify(file));
  }

  /** As they are kept: hashes that say whether two are the same, and nothing else. */
  hashed(traits: Traits): Traits {
    return eachKind((kind) =>
      traits[kind].map((trait) => this.#vault.trailMac(`computer trait ${kind}\n${trait}`)),
    );
  }

  #macOf({ known, since, asked, earlier, unplaced, installation }: ComputerRecord): string {
    const record: unknown[] = [listOf(known), since && pairOf(since), installation];
    // As in the first files, which had none of them.
    if (asked !== null || earlier.length > 0) record.push([listOf(asked), earlier.map(pairOf)]);
    if (unplaced !== undefined) record.push(pairOf(unplaced));
    return this.#vault.trailMac(`computer record\n${JSON.stringify(record)}`);
  }
}

export function isSameRecord(one: ComputerRecord, other: ComputerRecord): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

const listOf = (traits: Traits | null) => traits && [traits.board, traits.disk, traits.network];

const pairOf = ({ sequence, changedAt }: Boundary) => [sequence, changedAt];
