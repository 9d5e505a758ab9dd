import { isShopOpen } from '../../../app/report/isShopOpen.ts';
import type { SeenTill } from './fleet.ts';

/**
 * Whether a report of this till is expected at `now` (ms since 1970): its shop is open. Where nobody has said when that is,
 * it is expected until the till itself has said goodbye. One that has never reported is not waited for.
 */
export function isExpected({ report }: Pick<SeenTill, 'report'>, now: number): boolean {
  if (report === null) return false;
  return isShopOpen(report, now) ?? report.isRunning;
}
