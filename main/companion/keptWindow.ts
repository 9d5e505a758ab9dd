import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { readShortText } from '../files/readShortText.ts';
import type { KeptPlace } from './windowPlace.ts';

/** In the data folder, in the clear: it says nothing of anybody. */
export const WINDOW_FILE = 'window.json';

/** Many times what it ever has (bytes): whatever else lies there is not read. */
export const MAX_WINDOW_FILE = 16 * 1024;

/** Further than any screen stands from the first one (px). */
const FAR = 100_000;

const position = z.int().min(-FAR).max(FAR);
const size = z.int().min(1).max(FAR);

const fileSchema = z.object({
  place: z
    .object({
      bounds: z.object({ x: position, y: position, width: size, height: size }),
      isMaximized: z.boolean(),
    })
    .nullable(),
  hasSaidTray: z.boolean(),
  /** The system starts the program with the session, because it was asked to. */
  startsAtSignIn: z.boolean(),
  touchKeyboard: z.boolean(),
  /** The screen was locked when the program was there last. An earlier version kept nothing of it. */
  isLocked: z.boolean().default(false),
});

export type WindowMemory = z.infer<typeof fileSchema>;

const NOTHING: WindowMemory = {
  place: null,
  hasSaidTray: false,
  startsAtSignIn: false,
  touchKeyboard: true,
  isLocked: false,
};

/** What `text` of the file says, or what holds where it says nothing. */
export function readWindowMemory(text: string | null): WindowMemory {
  try {
    const kept = fileSchema.safeParse(JSON.parse(text ?? 'null'));
    return kept.success ? kept.data : NOTHING;
  } catch {
    return NOTHING;
  }
}

/**
 * Where the window was left, and what has been said about it once. A file that cannot be read or written costs that and
 * nothing else.
 */
export class KeptWindow {
  readonly #path: string;
  readonly #isOurs: () => boolean;
  #memory = NOTHING;
  #writing: Promise<unknown> = Promise.resolve();

  /** `isOurs`: whether this program may write into the folder now. */
  constructor(folder: string, isOurs: () => boolean) {
    this.#path = join(folder, WINDOW_FILE);
    this.#isOurs = isOurs;
  }

  async read(): Promise<void> {
    this.#memory = readWindowMemory(await readShortText(this.#path, MAX_WINDOW_FILE));
  }

  get place(): KeptPlace | null {
    return this.#memory.place;
  }

  get hasSaidTray(): boolean {
    return this.#memory.hasSaidTray;
  }

  get startsAtSignIn(): boolean {
    return this.#memory.startsAtSignIn;
  }

  get isLocked(): boolean {
    return this.#memory.isLocked;
  }

  /** What is not named stays; nothing is written where nothing is another, nor while the folder is not ours. */
  keep(part: Partial<WindowMemory>): void {
    const next = { ...this.#memory, ...part };
    const text = JSON.stringify(next);
    if (text === JSON.stringify(this.#memory)) return;
    this.#memory = next;
    if (!this.#isOurs()) return;
    this.#writing = this.#writing.then(() => isDone(replaceFile(this.#path, text)));
  }

  /** All that was to be kept is on the disk. */
  async settled(): Promise<void> {
    await this.#writing;
  }
}
