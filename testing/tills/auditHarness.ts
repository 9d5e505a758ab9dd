import { createHmac } from 'node:crypto';
import type { AuditEntry } from '../../main/audit/auditEntry.ts';
import { AuditTrail, type AuditTrailOptions } from '../../main/audit/auditTrail.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';

/** What a till with this key makes of a text. */
export function macOf(key: string): (text: string) => string {
  return (text) => createHmac('sha256', key).update(text).digest('base64').slice(0, 32);
}

/** A trail in this folder, as the till opens it. */
export function openTrail(
  folder: string,
  more: Partial<AuditTrailOptions> = {},
): Promise<AuditTrail> {
  const clock = new VirtualClock();
  return AuditTrail.open({
    folder,
    headPlaces: [`${folder}.audit`, `${folder}/audit.head`],
    mac: macOf('a till'),
    isExpected: false,
    now: clock.now,
    clock,
    onChanged: () => undefined,
    ...more,
  });
}

/** The cashier reads a save, or the manager opens the settings. */
export function anEntry(action: AuditEntry['action'], slip: string | null = null): AuditEntry {
  return { action, operatorId: '2392313', slip };
}
