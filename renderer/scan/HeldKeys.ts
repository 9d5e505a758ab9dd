import { insertText, takesText } from '../focus/fieldMemory.ts';
import { isModifier } from '../keys/functionKeys.ts';

/** A key that nobody has heard yet. */
type Held =
  | { kind: 'character'; text: string; focused: HTMLElement | null }
  /** A function key or Esc. */
  | { kind: 'order'; event: KeyboardEvent };

/**
 * How long a key is kept from everybody where it may be the beginning of a scan (ms): more than a scan's longest gap, also
 * where the page is busy, and less than a hand notices. A next key of the hand ends it at once.
 */
const HOLD_MS = 150;

interface HeldKeysOptions {
  /** No key has come for so long: what is held was typed by a hand. */
  onPause: () => void;
  /** Characters that were typed where nothing takes them: the field that they go into, or null where there is none. */
  fieldFor: (text: string, focused: HTMLElement | null) => HTMLElement | null;
  /** Characters that are no part of the field that they are typed in: `fieldFor` says where they go. */
  isStray: (text: string) => boolean;
  /** A field is about to take characters in. */
  onTyping: () => void;
}

/**
 * Keys that are kept back until it is known whether they are a hand's or a scanner's. A scan presses nothing; a hand's
 * keys are given back in their order.
 */
export class HeldKeys {
  readonly #options: HeldKeysOptions;
  #held: Held[] = [];
  #timer: number | undefined;
  #isReplaying = false;

  constructor(options: HeldKeysOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  /** A held key is being given back: whoever has held it must let it pass now. */
  get isReplaying(): boolean {
    return this.#isReplaying;
  }

  holdCharacter(text: string): void {
    const { activeElement } = document;
    const focused = activeElement instanceof HTMLElement ? activeElement : null;
    this.#hold({ kind: 'character', text, focused });
  }

  holdOrder(event: KeyboardEvent): void {
    this.#hold({ kind: 'order', event });
  }

  /** The keys were a scanner's. True when an order of the hand is lost with them. */
  drop(): boolean {
    return this.#take().some(({ kind }) => kind === 'order');
  }

  /** The keys were a hand's. */
  release(): void {
    const all = this.#take();
    const isOneCharacter = all.filter(({ kind }) => kind === 'character').length === 1;
    for (const held of all) {
      if (held.kind === 'order') this.#replay(held.event);
      else if (held.text === ' ' && isOneCharacter && !takesText(document.activeElement))
        this.#press(held.focused);
      else this.#type(held.text, held.focused);
    }
  }

  #hold(held: Held): void {
    this.#held.push(held);
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(this.#options.onPause, HOLD_MS);
  }

  #take(): Held[] {
    window.clearTimeout(this.#timer);
    const held = this.#held;
    this.#held = [];
    return held;
  }

  #type(text: string, focused: HTMLElement | null): void {
    const { activeElement } = document;
    const isThere =
      takesText(activeElement) && !activeElement.readOnly && !this.#options.isStray(text);
    const field = isThere ? activeElement : this.#options.fieldFor(text, focused);
    if (field === null) return;
    field.focus();
    // Whoever typed elsewhere does not see what was selected here when the focus left, and must not write over it.
    if (!isThere && takesText(field))
      field.setSelectionRange(field.selectionEnd, field.selectionEnd);
    this.#options.onTyping();
    insertText(field, text);
  }

  /** What Space does where it does not write. */
  #press(focused: HTMLElement | null): void {
    if (!focused?.isConnected) return;
    const init = { key: ' ', code: 'Space', bubbles: true, cancelable: true };
    if (!this.#send(focused, new KeyboardEvent('keydown', init))) return;
    if (focused instanceof HTMLSelectElement) focused.showPicker();
    else if (focused.matches('button, input, summary')) focused.click();
  }

  #replay({ key, code }: KeyboardEvent): void {
    const target = document.activeElement ?? document.body;
    this.#send(
      target,
      new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }),
    );
  }

  /** False when somebody has used the key. */
  #send(target: Element, event: KeyboardEvent): boolean {
    this.#isReplaying = true;
    const isUnused = target.dispatchEvent(event);
    this.#isReplaying = false;
    return isUnused;
  }
}

/** A key that the till obeys wherever the focus is, and no scanner sends. */
export function isOrder({ key, repeat, isComposing, keyCode }: KeyboardEvent): boolean {
  return /^(?:F\d+|Escape)$/.test(key) && !repeat && !isComposing && keyCode !== 229;
}

/** A key that does something by itself. */
export function isActing({ type, key }: KeyboardEvent): boolean {
  return type === 'keydown' && !isModifier(key);
}
