import type { MaskedMember } from '../member/mask.ts';

/** Many times what any till or platform writes into a field of a save, or into one of a line of the trail (characters). */
const MOST_SHOWN = 1_000;

/**
 * Of a text that nothing seals, as much as somebody is given of it. Whoever can write to the folder can write tens of
 * millions of characters into a line: a window that was to show them would show nothing any more, and a list for a
 * spreadsheet would be looked through for hours.
 */
export function shown(text: string): string {
  return text.slice(0, MOST_SHOWN);
}

export function shownMask({ mobile, name }: MaskedMember): MaskedMember {
  return { mobile: shown(mobile), name: shown(name) };
}

/** One of few words, or null where it is none of them for its length alone. */
export function shownWord<Word extends string>(word: Word | null | undefined): Word | null {
  return word == null || word.length > MOST_SHOWN ? null : word;
}
