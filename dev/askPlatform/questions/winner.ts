import type { Came } from '../Interview.ts';
import { isSame } from '../verdict.ts';

export type Taken = 'mobile' | 'outer id' | 'third';

/** Whose customer a save took that named two; null where it cannot be told. */
export function takenOf(two: Came, mobile: Came, outer: Came): Taken | null {
  const [isMobile, isOuter] = [isSame(two, mobile), isSame(two, outer)];
  if (isMobile === null || isOuter === null || (isMobile && isOuter)) return null;
  return isMobile ? 'mobile' : isOuter ? 'outer id' : 'third';
}

/** What decides, from two saves: in the first the outer id's customer is the older one, in the second the mobile's. */
export function winnerOf(first: Taken, second: Taken): string {
  if (first === 'third' || second === 'third') return 'a third customer';
  if (first === second) return `the ${first}'s customer`;
  return first === 'outer id' ? 'the older customer' : 'the newer customer';
}
