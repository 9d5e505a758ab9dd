/** One key as DevTools knows it. Modifiers: 1 Alt, 2 Ctrl, 4 Meta, 8 Shift. */
export interface Key {
  key: string;
  code: string;
  windowsVirtualKeyCode: number;
  text?: string;
  modifiers?: number;
  autoRepeat?: boolean;
}

/** The time from one key to the next of a quick hand (ms). */
const HAND_MS = 90;

/** The keyboard and the input method of a real browser, through the DevTools protocol. */
export class Keyboard {
  readonly #call: (method: string, params: object) => Promise<unknown>;
  #keyAt = 0;

  constructor(call: (method: string, params: object) => Promise<unknown>) {
    this.#call = call;
  }

  /**
   * A key goes down and up, `gapMs` after the one before. The time is what the event says, and is
   * not waited for: by its own pace a test would be taken for a scanner.
   */
  async strike(key: Key, gapMs = HAND_MS): Promise<void> {
    const at = this.#keyAt + gapMs;
    this.#keyAt = gapMs < HAND_MS ? at : Math.max(Date.now(), at);
    const { text, autoRepeat = false, ...event } = { ...key, timestamp: this.#keyAt / 1000 };
    const type = text === undefined ? 'rawKeyDown' : 'keyDown';
    // Not one after the other's answer: on a busy machine a key would come much later than it says.
    await Promise.all([
      this.#call('Input.dispatchKeyEvent', { ...event, type, text, autoRepeat }),
      this.#call('Input.dispatchKeyEvent', { ...event, type: 'keyUp' }),
    ]);
  }

  /** What an input method has in hand: it shows in the field, and is not yet part of it. */
  async compose(text: string): Promise<void> {
    const { length } = text;
    await this.#call('Input.imeSetComposition', {
      text,
      selectionStart: length,
      selectionEnd: length,
    });
  }

  /** Text that comes whole: what an input method hands over. */
  async insert(text: string): Promise<void> {
    await this.#call('Input.insertText', { text });
  }
}
