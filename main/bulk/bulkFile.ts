import { join } from 'node:path';
import { z } from 'zod';
import { LEFT_REASONS, RUN_STATES } from '../../app/outbox/bulk.ts';
import { isLostForGood } from '../files/diskAnswer.ts';
import { errorCode, readIfThere, replaceFile } from '../files/durableFile.ts';
import { setAside } from '../files/setAside.ts';
import type { Vault } from '../vault/vault.ts';
import { writtenAgain } from '../vault/writtenAgain.ts';

/** Its name in the data folder. */
export const BULK_FILE = 'bulk.json';

/** More runs than anybody makes in the time for which they are remembered. */
export const MOST_RUNS = 40;

const id = z.string().regex(/^[0-9a-f]{32}$/);

const runSchema = z.strictObject({
  id,
  kind: z.enum(['resend', 'discard', 'correct', 'undo']),
  /** Of an undo: the run that it undoes, and what that had done. */
  undoes: id.nullable(),
  of: z.enum(['discard', 'correct']).nullable(),
  field: z.enum(['operator', 'outerType']).nullable(),
  /** The reason of a discard, or the value of a correction: a code or an operator's id. */
  value: z.string(),
  operatorId: z.string(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  state: z.enum(RUN_STATES),
  problem: z.enum(['store.failed', 'audit.refused']).nullable(),
  tried: z.int().nonnegative(),
  done: z.int().nonnegative(),
  left: z.partialRecord(z.enum(LEFT_REASONS), z.int().positive()),
  /** With so many saves it was to be done. */
  total: z.int().nonnegative(),
  /**
   * These saves, by their numbers, in the order in which they have their turn; none any more where the run is over and nothing
   * of it can be undone.
   */
  sequences: z.array(z.int().nonnegative()),
});

/** A run as it is remembered: numbers and codes, and nothing that says who somebody is. */
export type RunRecord = z.infer<typeof runSchema>;

const fileSchema = z.strictObject({
  format: z.literal(1),
  runs: z.array(runSchema),
  mac: z.string(),
});

/**
 * `bulk.json`: what was done with many saves at once, the oldest run first, and a MAC over all of it by the key that no
 * rotation replaces. So nobody writes a run there that the page would offer to undo.
 */
export class BulkFile {
  readonly #path: string;
  readonly #vault: Pick<Vault, 'trailMac'>;

  constructor(folder: string, vault: Pick<Vault, 'trailMac'>) {
    this.#path = join(folder, BULK_FILE);
    this.#vault = vault;
  }

  /** Empty where nothing is there; null where nobody can tell whose it is; `held`: the disk does not give it now; `lost`: it never will. */
  async read(): Promise<RunRecord[] | null | 'held' | 'lost'> {
    try {
      const bytes = await readIfThere(this.#path);
      if (bytes === null) return [];
      const json: unknown = JSON.parse(bytes.toString('utf8'));
      return this.#isOurs(json) ? fileSchema.parse(json).runs : null;
    } catch (error) {
      const code = errorCode(error);
      // Node's own: nobody takes so much at once.
      if (isLostForGood(error) || code.startsWith('ERR_')) return 'lost';
      if (code !== '') return 'held';
      if (!(error instanceof z.ZodError || error instanceof SyntaxError)) throw error;
      return null;
    }
  }

  /** Throws what the disk throws. */
  write(runs: readonly RunRecord[]): Promise<void> {
    // In the order in which they are read: the MAC is over the text.
    const json = JSON.stringify(z.array(runSchema).parse(runs));
    return replaceFile(this.#path, `{"format":1,"runs":${json},"mac":"${this.#macOf(json)}"}`);
  }

  /** What lies there stays under another name. `now`: ms since 1970. Throws what the disk throws. */
  async putAside(now: number): Promise<void> {
    await setAside(this.#path, now);
  }

  #isOurs(json: unknown): boolean {
    const { runs, mac }: { runs?: unknown; mac?: unknown } = Object(json);
    const text = writtenAgain(runs);
    return text !== null && mac === this.#macOf(text);
  }

  #macOf(json: string): string {
    return this.#vault.trailMac(`bulk runs\n${json}`);
  }
}
