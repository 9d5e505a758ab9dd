/**
 * The upper ends of the classes in which waits from saved to accepted are counted (s); the last class has no end. A wait
 * of exactly such an end is in that class.
 */
export const WAIT_BOUNDS = [
  1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 172_800,
  604_800,
] as const;

/** So many classes there are. */
export const WAIT_CLASSES = WAIT_BOUNDS.length + 1;

/** The class of a wait (ms). One below nothing, by a clock that was set back, counts as none. */
export function waitClass(wait: number): number {
  const at = WAIT_BOUNDS.findIndex((bound) => wait <= bound * 1_000);
  return at === -1 ? WAIT_BOUNDS.length : at;
}

export const NO_WAITS: readonly number[] = Array.from({ length: WAIT_CLASSES }, () => 0);

/**
 * Within how many seconds so great a part (0 to 1) of what was accepted was accepted: the upper end of a class. Null
 * where nothing was; infinite where it lies above the last end.
 */
export function waitWithin(counts: readonly number[], part: number): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  let seen = 0;
  for (const [at, count] of counts.entries()) {
    seen += count;
    if (seen >= part * all) return WAIT_BOUNDS[at] ?? Number.POSITIVE_INFINITY;
  }
  return Number.POSITIVE_INFINITY;
}
