/**
 * What has no look of its own: controls, what turns the writing round, what takes no room, fillers, the blank of Braille,
 * a note without a head and the filler of Khitan, which the standard counts among none of these, ends of lines, every
 * space but the usual one, and that one where nobody sees it: at an end, or behind another.
 */
const UNSEEN =
  /[\p{C}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}\u{16fe4}]|(?! )\p{Z}|^ | $|(?<= ) /gu;

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A path or a name as it is, so that whoever chose its letters cannot show the manager another one than is meant. */
export function visibleText(text: string): string {
  const parts = Array.from(letters.segment(text), ({ segment }) => withoutTwin(segment));
  return parts.join('').replace(UNSEEN, writtenOut);
}

/** No two texts look the same: of a letter that has a shorter way or another code, only that one stands as it is. */
function withoutTwin(letter: string): string {
  if (letter.normalize('NFC') === letter) return letter;
  const [first = '', ...marks] = letter;
  const base = first.normalize('NFC') === first ? first : writtenOut(first);
  return [base, ...marks.map(writtenOut)].join('');
}

function writtenOut(letter: string): string {
  return `\\u{${letter.codePointAt(0)?.toString(16)}}`;
}
