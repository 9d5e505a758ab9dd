/** What a key of a US keyboard writes: alone, and with Shift. Letters are left to `Key?`. */
const WITH_SHIFT: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  Digit1: ['1', '!'],
  Digit2: ['2', '@'],
  Digit3: ['3', '#'],
  Digit4: ['4', '$'],
  Digit5: ['5', '%'],
  Digit6: ['6', '^'],
  Digit7: ['7', '&'],
  Digit8: ['8', '*'],
  Digit9: ['9', '('],
  Digit0: ['0', ')'],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Backquote: ['`', '~'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Space: [' ', ' '],
  NumpadAdd: ['+', '+'],
  NumpadSubtract: ['-', '-'],
  NumpadMultiply: ['*', '*'],
  NumpadDivide: ['/', '/'],
  NumpadDecimal: ['.', '.'],
};

/** What the key is: `event.code`, and `event.key` for what has no place on a keyboard. */
export interface PressedKey {
  code: string;
  key: string;
  shift: boolean;
  capsLock: boolean;
}

/**
 * The character that a key stands for on a US keyboard, or null for a key that writes none. It is
 * taken from the key's place (`event.code`): under an input method `event.key` says only `Process`.
 * Number pad keys are digits whatever NumLock says. Text that a program sends has no place; then the
 * key itself is the character.
 * Codes: https://www.w3.org/TR/uievents-code/#key-alphanumeric-writing-system
 */
export function characterOf({ code, key, shift, capsLock }: PressedKey): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift !== capsLock ? letter : letter.toLowerCase();
  const padDigit = /^Numpad(\d)$/.exec(code)?.[1];
  if (padDigit !== undefined) return padDigit;
  const pair = Object.hasOwn(WITH_SHIFT, code) ? WITH_SHIFT[code] : undefined;
  if (pair !== undefined) return pair[shift ? 1 : 0];
  return code === '' && [...key].length === 1 ? key : null;
}
