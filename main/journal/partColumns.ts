import type { Consent } from '../../app/consent/consent.ts';
import type { Closing } from '../../app/outbox/save.ts';

/** Whoever knows no runs leaves that of one out. */
export type ClosingColumns = [reason: Closing['reason'], operatorId: string, run?: string];
export type ConsentColumns = [
  at: number,
  noticeVersion: string,
  operatorId: string,
  marketing: 0 | 1,
];

export function encodeConsent(consent: Consent | null): ConsentColumns | null {
  if (consent === null) return null;
  const { at, noticeVersion, operatorId, marketing } = consent;
  return [at, noticeVersion, operatorId, marketing ? 1 : 0];
}

export function encodeClosing(closing: Closing | null): ClosingColumns | null {
  if (closing === null) return null;
  const { reason, operatorId, run } = closing;
  return run === undefined ? [reason, operatorId] : [reason, operatorId, run];
}

export function decodeClosing(columns: ClosingColumns | null | undefined): Closing | null {
  if (!Array.isArray(columns)) return null;
  const [reason, operatorId, run] = columns;
  return run === undefined ? { reason, operatorId } : { reason, operatorId, run };
}

export function decodeConsent(columns: ConsentColumns | null): Consent | null {
  if (!Array.isArray(columns)) return null;
  const [at, noticeVersion, operatorId, marketing] = columns;
  return { at, noticeVersion, operatorId, marketing: marketing === 1 };
}
