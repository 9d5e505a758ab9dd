import { join } from 'node:path';
import { z } from 'zod';
import { CHECK_OUTCOMES } from '../../app/update/updateCodes.ts';
import type { LastCheck } from '../../app/update/updateView.ts';
import { isDone } from '../files/isDone.ts';
import { readShortText } from '../files/readShortText.ts';
import { replaceAnything } from '../files/replaceAnything.ts';

/** In the data folder, in the clear: it says nothing of anybody. */
export const UPDATES_FILE = 'updates.json';

/** Many times what it ever has (bytes). */
const MAX_FILE = 16 * 1024;

/** No date lies further from 1970 (ms): whatever shows one fails on it. */
const FURTHEST = 8.64e15;

const version = z.string().max(256);

const fileSchema = z.object({
  lastCheck: z
    .object({
      at: z.number().min(-FURTHEST).max(FURTHEST),
      outcome: z.enum(CHECK_OUTCOMES),
      version: version.nullable(),
    })
    .nullable(),
  /** The version that was installed last, and how often: a program that is still the old one then was not replaced. */
  tried: z.object({ version, times: z.int().min(1).max(1_000) }).nullable(),
});

type Memory = z.infer<typeof fileSchema>;

const NOTHING: Memory = { lastCheck: null, tried: null };

/** What is known of updates over a start. A file that cannot be read costs that and nothing else. */
export class UpdateMemory {
  readonly #path: string;
  readonly #mayWrite: () => Promise<boolean>;
  #memory = NOTHING;

  private constructor(folder: string, mayWrite: () => Promise<boolean>) {
    this.#path = join(folder, UPDATES_FILE);
    this.#mayWrite = mayWrite;
  }

  /** `folder`: the data folder. `mayWrite`: whether this program may write there; asked before each writing. */
  static async read(folder: string, mayWrite: () => Promise<boolean>): Promise<UpdateMemory> {
    const memory = new UpdateMemory(folder, mayWrite);
    try {
      const text = await readShortText(memory.#path, MAX_FILE);
      const read = fileSchema.safeParse(JSON.parse(text ?? 'null'));
      if (read.success) memory.#memory = read.data;
    } catch {
      // Whatever lies there is no memory.
    }
    return memory;
  }

  get lastCheck(): LastCheck | null {
    return this.#memory.lastCheck;
  }

  /** How often this version was installed, and is not there. */
  triesOf(version: string): number {
    const { tried } = this.#memory;
    return tried?.version === version ? tried.times : 0;
  }

  async checked(lastCheck: LastCheck): Promise<void> {
    await this.#keep({ lastCheck });
  }

  /** Whether it could be written down now that something is tried. */
  mayTry(): Promise<boolean> {
    return this.#keep({});
  }

  /** Before it is installed. False where that cannot be written: then it might be tried for ever. */
  trying(version: string): Promise<boolean> {
    return this.#keep({ tried: { version, times: this.triesOf(version) + 1 } });
  }

  async #keep(part: Partial<Memory>): Promise<boolean> {
    const memory = { ...this.#memory, ...part };
    const isKept =
      (await this.#mayWrite()) &&
      (await isDone(replaceAnything(this.#path, JSON.stringify(memory))));
    if (isKept || part.lastCheck !== undefined) this.#memory = memory;
    return isKept;
  }
}
