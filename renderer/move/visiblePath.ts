/** What has no look of its own: controls, what turns the writing round, what takes no room, ends of lines. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A path as it is, so that whoever chose its letters cannot show the manager another place than the one that is meant. */
export function visiblePath(path: string): string {
  return path.replace(UNSEEN, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`);
}
