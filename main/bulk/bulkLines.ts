import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { AuditEntry } from '../audit/auditEntry.ts';
import type { RunRecord } from './bulkFile.ts';
import type { Deed } from './deeds.ts';

/** So many slips stand in one line: a line for each of thousands would push everything else out of the trail. */
const SLIPS_IN_LINE = 32;

export function begunLine(run: RunRecord): AuditEntry {
  return lineOf('bulk.begun', run, run.total, '');
}

/** With how many it was done, and how it ended where that is not by itself. */
export function endedLine(run: RunRecord): AuditEntry {
  return lineOf('bulk.ended', run, run.done, run.state === 'done' ? '' : run.state);
}

/** What is owed for each save, some of them in a line: with the slips as the action's own line has it. */
export function doneLines(
  { operatorId }: RunRecord,
  { line: { action, reason: code } }: Deed,
  done: readonly Save[],
  saves: Pick<Saves, 'originalOf'>,
): AuditEntry[] {
  // The line of a correction has the slip of what it closes.
  const about = (save: Save) =>
    action === 'save.corrected' ? (saves.originalOf(save) ?? save) : save;
  const slips = done.map((save) => slipNumber(about(save).sequence));
  const lines: AuditEntry[] = [];
  for (let at = 0; at < slips.length; at += SLIPS_IN_LINE) {
    const some = slips.slice(at, at + SLIPS_IN_LINE);
    const reason = [code, some.join(' ')].filter(Boolean).join(' · ');
    lines.push({ action, operatorId, slip: null, saves: some.length, reason });
  }
  return lines;
}

function lineOf(
  action: 'bulk.begun' | 'bulk.ended',
  { kind, of, field, value, operatorId }: RunRecord,
  saves: number,
  state: string,
): AuditEntry {
  const reason = [kind, of, field, value, state].filter(Boolean).join(' · ');
  return { action, operatorId, slip: null, saves, reason };
}
