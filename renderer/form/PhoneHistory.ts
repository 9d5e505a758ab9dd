import type { TextAndCaret } from './phoneGrouping.ts';

/**
 * What stood in the phone field after each edit. The browser's own memory knows nothing of the grouping, and would give
 * back a text that never stood there.
 */
export class PhoneHistory {
  #texts: TextAndCaret[] = [];
  #at = -1;

  /** `before`: what stood there until this edit. If nobody has typed that, what is older belongs to another customer. */
  note(before: string, now: TextAndCaret): void {
    if (this.#texts[this.#at]?.text !== before) {
      this.#texts = [{ text: before, caret: before.length }];
      this.#at = 0;
    }
    if (now.text === before) return;
    this.#texts = [...this.#texts.slice(0, this.#at + 1), now];
    this.#at += 1;
  }

  forget(): void {
    this.#texts = [];
    this.#at = -1;
  }

  /** A step back (-1) or forward (1), or null where there is none. `now`: what stands there. */
  step(now: string, direction: -1 | 1): TextAndCaret | null {
    const to = this.#texts[this.#at + direction];
    if (to === undefined || this.#texts[this.#at]?.text !== now) return null;
    this.#at += direction;
    return to;
  }
}

/** One page, one phone field. */
export const phoneHistory = new PhoneHistory();
