import type { DiagnosticValue } from '../../app/diagnostics/diagnostics.ts';
import { plainCode } from '../../app/health/plainCode.ts';
import { shown, shownWord } from '../../app/limits/shown.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { Breath } from '../move/breathe.ts';

/** So many answers are told. */
export const MAX_OUTCOMES = 50;

/** What the gateway has last said of the newest saves that it has said anything of: codes, and nobody's words. */
export async function latestOutcomes(
  saves: Pick<Saves, 'sequences' | 'findBySequence'>,
  breath: Breath,
): Promise<DiagnosticValue[]> {
  const found: DiagnosticValue[] = [];
  for (const sequence of saves.sequences('all').newestFirst()) {
    await breath();
    const save = saves.findBySequence(sequence);
    if (save?.lastOutcome == null) continue;
    found.push(describe(save, save.lastOutcome));
    if (found.length === MAX_OUTCOMES) break;
  }
  return found;
}

function describe(save: Save, outcome: NonNullable<Save['lastOutcome']>): DiagnosticValue {
  const { state, attempts, heldReason, settledAt } = save;
  return {
    slip: slipNumber(save.sequence),
    state,
    heldReason,
    class: shown(outcome.class),
    code: plainCode(outcome.code),
    subCode: plainCode(outcome.subCode),
    field: shownWord(outcome.field),
    attempts,
    settledAt: settledAt === null ? null : new Date(settledAt).toISOString(),
  };
}
