import type { Run } from '../../app/scan/burst.ts';
import { MEMBER_ROUTES } from '../../app/scan/memberCodes.ts';
import { routeReadings } from '../../app/scan/routeScan.ts';
import { insertText } from '../focus/fieldMemory.ts';

/**
 * Writes a scan into the text field that has the focus, where no code belongs anywhere. A payment code is money, and is
 * written nowhere; then false.
 */
export function insertScan(focused: HTMLElement | null, run: Run): boolean {
  if (routeReadings(run, MEMBER_ROUTES).destination?.kind === 'payment-code') return false;
  insertText(focused, run.text);
  return true;
}
