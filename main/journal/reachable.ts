/** More changes, or slips, than a till ever comes to: nothing behind it is written, and the second place holds no more. */
export const HIGHEST = 10 ** 12;

/** As far as one line is believed by itself. What a till adds to it in all its years has a place below `HIGHEST`. */
export const HIGHEST_BELIEVED = HIGHEST / 2;

/** More than are ever missing between two that are there. */
const FAR = 10 ** 9;

/**
 * Whether a store that had come to `before` may have come to this number, of a change or of a slip. Nothing seals a line:
 * whoever can write to the folder can put one there that says that it is the last of all, and no start would find a save
 * that came behind it, nor would the second place hold how far the store has come.
 */
export function isReachable(number: number, before: number): boolean {
  return number <= Math.min(HIGHEST, Math.max(HIGHEST_BELIEVED, before + FAR));
}

/**
 * Whether the second place of a store that has come to slip `before` may say that this one was given. Half as far as a line
 * is believed: the next slip stands in a line, which is to be believed from what stands in front of it alone.
 */
export function mayBeGiven(slip: number, before: number): boolean {
  return slip <= Math.max(HIGHEST_BELIEVED, before + FAR) / 2;
}
