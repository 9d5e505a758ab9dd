import type { AuditAction } from '../../app/audit/auditActions.ts';
import type { ChainSize } from './trailChain.ts';
import type { TrailKind } from './trailLine.ts';

/** What anybody can do as often as he likes, also by starting the program; everything else is kept apart from it. */
const CASHIERS: ReadonlySet<string> = new Set([
  'save.read',
  'save.corrected',
  'saves.not-corrected',
  'save.sent-again',
  'lookups.refused',
  'sendings.refused',
  'registrations.refused',
  'saves.unreadable',
  'switches.left-out',
  'folder.taken-over',
]);

/** Some thousand lines of each kind. */
export const SIZES: Record<TrailKind, ChainSize> = {
  manager: { bytes: 512 * 1024, files: 4 },
  cashier: { bytes: 256 * 1024, files: 4 },
};

export function kindOf(action: AuditAction): TrailKind {
  return CASHIERS.has(action) ? 'cashier' : 'manager';
}
