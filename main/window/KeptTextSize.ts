import { join } from 'node:path';
import type { Input, WebContents } from 'electron';
import { z } from 'zod';
import {
  TEXT_SIZES,
  type TextSize,
  textSizeAfter,
  textSizeStep,
  USUAL_TEXT_SIZE,
} from '../../app/settings/textSize.ts';
import { replaceFile } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { readShortText } from '../files/readShortText.ts';

/** In the data folder, in the clear: it says nothing of anybody. */
export const TEXT_SIZE_FILE = 'text-size.json';

/** Many times what it ever has (bytes). */
const MAX_FILE = 4 * 1024;

const fileSchema = z.looseObject({ percent: z.literal(TEXT_SIZES) });

type Page = Pick<WebContents, 'on' | 'setZoomFactor'>;

/**
 * How large this till's text is, kept in a file of its own: an earlier version would set settings aside that say more
 * than it knows. One that cannot be read or written costs the size and nothing else.
 */
export class KeptTextSize {
  readonly #path: string;
  readonly #isOurs: () => boolean;
  #percent: TextSize = USUAL_TEXT_SIZE;
  #writing: Promise<unknown> = Promise.resolve();

  /** `isOurs`: whether this program may write into the folder now. */
  constructor(folder: string, isOurs: () => boolean) {
    this.#path = join(folder, TEXT_SIZE_FILE);
    this.#isOurs = isOurs;
  }

  async read(): Promise<void> {
    try {
      const text = (await readShortText(this.#path, MAX_FILE)) ?? 'null';
      const kept = fileSchema.safeParse(JSON.parse(text));
      if (kept.success) this.#percent = kept.data.percent;
    } catch {
      // The usual size, then.
    }
  }

  /** Shows the page in the kept size, and lets the keys change it. */
  follow(page: Page): void {
    const show = () => page.setZoomFactor(this.#percent / 100);
    // Every page that is loaded begins with the usual size.
    page.on('dom-ready', show);
    page.on('before-input-event', (event: { preventDefault: () => void }, input: Input) => {
      const step = input.type === 'keyDown' ? textSizeStep(input) : null;
      if (step === null) return;
      event.preventDefault();
      this.#percent = textSizeAfter(this.#percent, step);
      show();
      this.#keep();
    });
  }

  /** All that was pressed is on the disk. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  #keep(): void {
    if (!this.#isOurs()) return;
    const write = () => replaceFile(this.#path, JSON.stringify({ percent: this.#percent }));
    this.#writing = this.#writing.then(() => isDone(write()));
  }
}
