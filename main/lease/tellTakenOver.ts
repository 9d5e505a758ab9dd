import type { AuditEntry } from '../audit/auditEntry.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Hold } from './hold.ts';

const TAKEN_OVER: AuditEntry = { action: 'folder.taken-over', operatorId: null, slip: null };

/** Those of which the line is on the disk: a start that the disk refuses is tried without end, and it is one taking over. */
const TOLD = new WeakSet<Hold>();

/** Another PC had the folder until this start. */
export async function tellTakenOver(
  hold: Hold,
  audit: Pick<AuditTrail, 'record' | 'owe'>,
): Promise<void> {
  if (!hold.isFromElsewhere || TOLD.has(hold)) return;
  if (await audit.record(TAKEN_OVER)) TOLD.add(hold);
  else await audit.owe(TAKEN_OVER);
}
