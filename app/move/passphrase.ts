/** Shorter passphrases are refused: the file holds people's phone numbers. In characters. */
export const MIN_PASSPHRASE_LENGTH = 8;

/** What is one key held down, or two in turn, is no passphrase, whatever its length. */
const MIN_DIFFERENT_CHARACTERS = 4;

/** More than anybody types (characters). */
export const MAX_PASSPHRASE_LENGTH = 1_024;

export type PassphraseProblem = 'passphrase.short' | 'passphrase.weak';

/** A passphrase as it is used: the same however its characters were composed, and whatever blanks surround it. */
export function normalisePassphrase(text: string): string {
  return text.normalize('NFKC').trim();
}

/** Why nothing should be sealed under a passphrase, or null. */
export function passphraseProblem(text: string): PassphraseProblem | null {
  const characters = [...normalisePassphrase(text)];
  if (characters.length < MIN_PASSPHRASE_LENGTH) return 'passphrase.short';
  const different = new Set(characters.join('').toLowerCase().replace(/\s/g, ''));
  return different.size < MIN_DIFFERENT_CHARACTERS ? 'passphrase.weak' : null;
}
