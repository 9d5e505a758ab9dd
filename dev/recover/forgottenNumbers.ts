import { lastOutside, mergeRanges, rangesOf } from '../../app/totals/ranges.ts';
import type { Totals } from '../../main/totals/totals.ts';
import { readTotals } from '../../main/totals/totalsFile.ts';
import type { Vault } from '../../main/vault/vault.ts';

/** Of which numbers a queue has kept count when it forgot their saves. */
export type ForgottenNumbers = Pick<Totals, 'lastUncounted'>;

const NONE: ForgottenNumbers = { lastUncounted: (sequence) => sequence };

/**
 * What the totals in any of these places say, under the key of their queue; none where that did not come out, or nothing opens.
 * Throws what the disk throws.
 */
export async function forgottenNumbers(
  places: readonly string[],
  vault: Vault | null,
): Promise<ForgottenNumbers> {
  if (vault === null) return NONE;
  for (const place of places) {
    const read = await readTotals(place, vault);
    if (typeof read === 'string') continue;
    const leaving = read.leaving.map(({ sequence }) => sequence).sort((a, b) => a - b);
    const all = mergeRanges([...read.counted, ...rangesOf(leaving)]);
    return { lastUncounted: (sequence) => lastOutside(all, sequence) };
  }
  return NONE;
}
