/**
 * What shows nothing on the screen: zero-width characters, marks of the writing direction, soft
 * hyphens, fillers, variation selectors, tags (together Unicode's Default_Ignorable_Code_Point,
 * https://www.unicode.org/reports/tr44/), the anchors of annotations, and the controls U+0080–009F.
 */
const UNSEEN = String.raw`\p{Default_Ignorable_Code_Point}\u0080-\u009f\ufff9-\ufffb`;

/** Spaces and line ends that no key types: they come with what is copied. */
const COPIED_SPACE = String.raw`\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f`;

/** Empty to the eye; the blank of Braille (U+2800) is a symbol to Unicode. */
const BLANK = String.raw`${UNSEEN}\p{White_Space}\u2800`;

/**
 * What a word may end with though it cannot be seen, since it belongs to the character before it: the
 * variation of an ideograph (葛󠄀, https://www.unicode.org/reports/tr37/), of an emoji or of a Mongolian
 * letter, a joiner behind the sign that takes a vowel away (RFC 5892, appendix A), the tags of a flag.
 */
const ATTACHED = [
  String.raw`[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u180b-\u180d\u180f]`,
  String.raw`(?<=\p{M})[\u200c\u200d]`,
  String.raw`[\u{e0020}-\u{e007e}]+\u{e007f}`,
].join('|');

const IN_NUMBERS = new RegExp(`[${UNSEEN}${COPIED_SPACE}]`, 'gu');
const ONLY_BLANK = new RegExp(`^[${BLANK}]*$`, 'u');
const WITHIN_ENDS = new RegExp(`^[${BLANK}]*(?=[^${BLANK}])(.*[^${BLANK}](?:${ATTACHED})?)`, 'su');

/** Embeddings, overrides and isolates: they turn round what stands behind them, also on other lines. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** For numbers and codes: without what cannot be seen, and without spaces that no key types. */
export function withoutUnseen(text: string): string {
  return text.replace(IN_NUMBERS, '');
}

/** For words: without what turns the writing round. Everything else may be how they are written. */
export function withoutTurning(text: string): string {
  return text.replace(TURNING, '');
}

/** Without what is empty to the eye at both ends; empty where there is nothing else. */
export function trimUnseen(text: string): string {
  return WITHIN_ENDS.exec(text)?.[1] ?? '';
}

/** True when nothing of the text can be seen. */
export function isBlank(text: string): boolean {
  return ONLY_BLANK.test(text);
}
