/**
 * True when the text has no lone surrogate. A lone surrogate has no UTF-8 form: it would arrive as
 * U+FFFD, and the sign over the text would not match what was sent.
 */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** True when the text holds control characters other than line feed, carriage return and tab. */
export function hasControlCharacters(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if ((code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || code === 0x7f)
      return true;
  }
  return false;
}

/** Length as somebody counts it: code points, not UTF-16 units. */
export function lengthInCodePoints(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
