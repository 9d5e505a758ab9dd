import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../clock/clock.ts';
import { replaceFile } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { isThere } from '../files/isThere.ts';
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

const lockSchema = fileSchema.pick({ isLocked: true });

/**
 * What `text` of the file says (null: there is none), or what holds where it says nothing. Where something is there that
 * does not even say whether the screen was locked, it was.
 */
export function readWindowMemory(text: string | null): WindowMemory {
  if (text === null) return NOTHING;
  const said = parsed(text);
  const kept = fileSchema.safeParse(said);
  return kept.success
    ? kept.data
    : { ...NOTHING, isLocked: lockSchema.safeParse(said).data?.isLocked ?? true };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What could not be written is tried again after this time (ms). */
const AGAIN_AFTER_MS = 5_000;

export interface KeptWindowOptions {
  /** The data folder. */
  folder: string;
  clock: Pick<Clock, 'after'>;
  /** Whether this program may write into the folder now; asked before each writing. */
  mayWrite: () => Promise<boolean>;
  /** Default: on the disk. */
  replace?: typeof replaceFile;
}

/**
 * Where the window was left, what has been said about it once, and whether the screen is locked. A file that cannot be read
 * costs that and nothing else; what cannot be written now is written as soon as it can be.
 */
export class KeptWindow {
  readonly #path: string;
  readonly #options: KeptWindowOptions;
  #memory = NOTHING;
  /** What the file says, as far as it is known; empty: nobody knows. */
  #onDisk = JSON.stringify(NOTHING);
  /** Something is there that nobody could read: it may say anything, and stays until something is kept. */
  #isUnread = false;
  #writing: Promise<void> = Promise.resolve();
  #stopTrying: (() => void) | null = null;

  constructor(options: KeptWindowOptions) {
    this.#path = join(options.folder, WINDOW_FILE);
    this.#options = options;
  }

  async read(): Promise<void> {
    const text = await readShortText(this.#path, MAX_WINDOW_FILE);
    this.#memory = readWindowMemory(text);
    this.#isUnread = text === null && isThere(this.#path);
    // Somebody holds it, or it is none: one tap is what it costs where the screen was not locked.
    if (this.#isUnread) this.#memory = { ...NOTHING, isLocked: true };
    this.#onDisk = JSON.stringify(this.#memory);
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
    this.#memory = { ...this.#memory, ...part };
    if (this.#isUnread) this.#onDisk = '';
    this.#isUnread = false;
    // Compared in its turn: what is being written now is not on the disk yet, and will be.
    void this.#write();
  }

  /** All that was to be kept is on the disk, or was tried once more: nothing is tried after that. */
  async settled(): Promise<void> {
    await this.#write();
    this.#stopTrying?.();
    this.#stopTrying = null;
  }

  #write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const text = JSON.stringify(this.#memory);
      if (text === this.#onDisk) return;
      const { clock, mayWrite, replace = replaceFile } = this.#options;
      if (await mayWrite()) {
        // Also one that says that it has failed may have replaced the file.
        this.#onDisk = '';
        if (await isDone(replace(this.#path, text))) this.#onDisk = text;
      }
      if (this.#onDisk === text) return;
      this.#stopTrying ??= clock.after(AGAIN_AFTER_MS, () => {
        this.#stopTrying = null;
        void this.#write();
      });
    });
    return this.#writing;
  }
}
