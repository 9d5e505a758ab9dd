import { DAY, isOpenAt } from '../update/openingHours.ts';
import type { TillReport } from './tillReport.ts';

const MINUTE_MS = 60_000;

/**
 * Whether the shop is open at `now` (ms since 1970) by what its till has told; null: nobody has said when it is. Also of a
 * till that has been silent since: that is when it matters.
 */
export function isShopOpen(
  { openingHours }: Pick<TillReport, 'openingHours'>,
  now: number,
): boolean | null {
  if (openingHours === null) return null;
  const minute = Math.floor(now / MINUTE_MS) + openingHours.utcOffsetMinutes;
  return isOpenAt(openingHours, ((minute % DAY) + DAY) % DAY);
}
