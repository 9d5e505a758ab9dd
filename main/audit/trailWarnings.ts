import type { AuditAction } from '../../app/audit/auditActions.ts';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';

/** What the window says of such a line. */
export const WARNINGS: Partial<Record<AuditAction, StoreWarning['code']>> = {
  'trail.broken': 'audit.broken',
  'trail.set-aside': 'audit.set-aside',
  'settings.missing': 'settings.missing',
  'provision.taken-over': 'provision.taken-over',
  'key.not-replaced': 'key.not-replaced',
  'pin.set-back': 'pin.set-back',
  'pin.missing': 'pin.missing',
  'queue.taken-in': 'queue.taken-in',
  'queue.recovered': 'queue.recovered',
  'erasing.lost': 'store.erasure-lost',
};

/** Whoever has written one of these had settings. */
export const OF_SETTINGS: ReadonlySet<AuditAction> = new Set([
  'settings.saved',
  'settings.counted',
  'pin.set',
  'provision.taken-over',
]);

/** `at`: when it happened, as far as the lines tell (ms since 1970). */
export type Told = StoreWarning & { at: number };

/** Whether that line ends this warning. */
export function isEnded({ code }: StoreWarning, action: AuditAction): boolean {
  if (code === 'key.not-replaced') return action === 'key.replaced';
  if (code === 'pin.set-back' || code === 'pin.missing') return action === 'pin.set';
  // Whoever has set up the till again knows that it was missing.
  const isSetUp = code === 'settings.missing' && OF_SETTINGS.has(action);
  return isSetUp || action === 'settings.opened';
}

const CODES: ReadonlySet<string> = new Set(Object.values(WARNINGS));

/** Whether this version has words for it. */
export function isTold(one: { code: string; detail: string; at: number }): one is Told {
  return CODES.has(one.code);
}

/** The latest of them, each once; of every code there is one, however many of another somebody makes. */
export function latestOf(told: readonly Told[], most: number): Told[] {
  const each = [...new Map(told.map((one) => [`${one.code} ${one.detail}`, one])).values()];
  const ofCodes = new Set(new Map(each.map((one) => [one.code, one])).values());
  const rest = each.filter((one) => !ofCodes.has(one));
  const kept = new Set([...ofCodes, ...rest.slice(-Math.max(1, most - ofCodes.size))]);
  return each.filter((one) => kept.has(one));
}
