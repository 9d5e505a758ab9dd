/** More changes, or slips, than a till ever comes to. */
export const HIGHEST = 10 ** 12;

/** More than are ever missing between two that are there. */
const FAR = 10 ** 9;

/** The last one that has a place in a line (15 digits): whoever reads a longer one reads none. */
export const LAST_WRITABLE = 10 ** 15 - 1;

/**
 * Whether a store that had come to `before` may have come to this number, of a change or of a slip. Nothing seals a line:
 * whoever can write to the folder can put one there that says that it is the last of all, and no start would find a save
 * that came behind it.
 */
export function isReachable(number: number, before: number): boolean {
  return number <= Math.max(HIGHEST, before + FAR);
}
