/** So many wrong PINs, and the next ones have to wait. */
export const FREE_TRIES = 5;

const FIRST_LOCK_MS = 30_000;
const MAX_LOCK_MS = 60 * 60_000;

/** How long no PIN is tried after so many wrong ones (ms). */
export function lockLength(wrong: number): number {
  if (wrong < FREE_TRIES) return 0;
  return Math.min(FIRST_LOCK_MS * 2 ** (wrong - FREE_TRIES), MAX_LOCK_MS);
}
