import { mayBeGiven } from './reachable.ts';
import type { Watermark } from './watermark.ts';

/**
 * What is missing of a store that had come to `found`, by its second place, as the window tells it; null where nothing is. A
 * slip that no till comes to was written there by somebody else.
 */
export function behindMark(found: Watermark, mark: Watermark): string | null {
  const missing = mark.lastNumber - found.lastNumber;
  const isPlanted = !mayBeGiven(mark.lastSequence, found.lastSequence);
  if (missing <= 0 && !isPlanted) return null;
  return `${Math.max(0, missing)} (${found.lastSequence} < ${mark.lastSequence})`;
}
