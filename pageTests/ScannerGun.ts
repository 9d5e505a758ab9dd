import type { Key, Keyboard } from './Keyboard.ts';

const NAMED: Record<string, readonly [code: string, keyCode: number, shifted?: boolean]> = {
  '-': ['Minus', 189],
  _: ['Minus', 189, true],
  ':': ['Semicolon', 186, true],
  '+': ['Equal', 187, true],
  '/': ['Slash', 191],
  '.': ['Period', 190],
  ' ': ['Space', 32],
};

/** The virtual key code by which Windows says that an input method has taken the key. */
const TAKEN = 229;

export interface ScanOptions {
  /** Between two characters, in ms. */
  gapMs?: number;
  terminator?: 'Enter' | 'Tab';
  /** An input method is at work: it takes every key and composes of the letters. */
  inputMethod?: boolean;
}

/** A scanner that types like a keyboard with US layout, as such devices do. */
export class ScannerGun {
  readonly #keyboard: Keyboard;

  constructor(keyboard: Keyboard) {
    this.#keyboard = keyboard;
  }

  async scan(content: string, options: ScanOptions = {}): Promise<void> {
    const { gapMs = 12, terminator = 'Enter', inputMethod = false } = options;
    let composed = '';
    const struck: Promise<void>[] = [];
    for (const [index, character] of [...content].entries()) {
      const key = keyOf(character);
      const gap = index === 0 ? undefined : gapMs;
      if (!inputMethod) {
        struck.push(this.#keyboard.strike(key, gap));
        continue;
      }
      await this.#keyboard.strike(taken(key), gap);
      composed += character.toLowerCase();
      await this.#keyboard.compose(composed);
    }
    const end: Key = { key: terminator, code: terminator, windowsVirtualKeyCode: 13 };
    if (terminator === 'Tab') end.windowsVirtualKeyCode = 9;
    else end.text = '\r';
    const ended = this.#keyboard.strike(inputMethod ? taken(end) : end, gapMs);
    await Promise.all(struck);
    // Enter hands over the letters as they are, and they come to the page right behind the key.
    if (inputMethod) await this.#keyboard.insert(composed);
    await ended;
  }
}

/** The keys that write this text. */
export function keysOf(text: string): Key[] {
  return [...text].map(keyOf);
}

function keyOf(character: string): Key {
  const named = NAMED[character];
  const isLetter = /[a-z]/i.test(character);
  const upper = character.toUpperCase();
  const [code, keyCode, shifted = false] =
    named ?? ([`${isLetter ? 'Key' : 'Digit'}${upper}`, upper.charCodeAt(0)] as const);
  const isShifted = shifted || (isLetter && character === upper);
  return {
    key: character,
    code,
    windowsVirtualKeyCode: keyCode,
    text: character,
    modifiers: isShifted ? 8 : 0,
  };
}

function taken({ code, modifiers = 0 }: Key): Key {
  return { key: 'Process', code, windowsVirtualKeyCode: TAKEN, modifiers };
}
