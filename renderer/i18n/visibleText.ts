/** What has no look of its own: controls, what turns the writing round, what takes no room, ends of lines. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A path or a name as it is, so that whoever chose its letters cannot show the manager another one than is meant. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`);
}
