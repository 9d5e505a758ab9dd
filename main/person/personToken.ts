import { createHash } from 'node:crypto';

/**
 * What somebody has been shown of a person, in 32 hex digits, for the call that erases just that. Whoever has ever so many saves,
 * as a file brings them, is named in one call by it: no list that a page may send is as long.
 */
export function tokenOf(slips: readonly string[]): string {
  return createHash('sha256').update(slips.join()).digest('hex').slice(0, 32);
}
