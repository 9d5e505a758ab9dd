import { createHash } from 'node:crypto';

/**
 * Whether this till is among the first so many of a hundred that get a version. `share`: a number from 0 to 1 that differs
 * from till to till and stays. With each version others are the first; who is among twenty of a hundred stays among fifty.
 * A percentage that is none lets nobody in: whoever wrote it wanted to hold something back.
 */
export function isWithinStage(version: string, percentage: unknown, share: number): boolean {
  if (percentage === undefined || percentage === null) return true;
  const given =
    typeof percentage === 'string' ? Number(percentage.trim() || Number.NaN) : percentage;
  if (typeof given !== 'number' || Number.isNaN(given)) return false;
  const bytes = createHash('sha256').update(`${version} ${share}`).digest();
  return (bytes.readUInt32BE(0) / 2 ** 32) * 100 < given;
}
