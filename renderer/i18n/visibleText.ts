/**
 * What has no look of its own: controls, what turns the writing round, what takes no room, fillers, the blank of Braille,
 * ends of lines, every space but the usual one, and that one where nobody sees it: at an end, or behind another.
 */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Z}|^ | $|(?<= ) /gu;

/** A path or a name as it is, so that whoever chose its letters cannot show the manager another one than is meant. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`);
}
