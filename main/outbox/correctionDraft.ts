import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { hostOf } from '../../app/outbox/home.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { Outbox } from './outbox.ts';

/** What the form is filled with to correct a save; null where its body does not open. */
export function correctionDraft(outbox: Outbox, save: Save): CorrectionDraft | null {
  const body = outbox.openBody(save);
  if (body === null) return null;
  const { code = '', subCode = '' } = save.lastOutcome ?? {};
  const { text = '', traceId = '' } = outbox.openWords(save) ?? {};
  return {
    requestId: save.requestId,
    slip: slipNumber(save.sequence),
    member: { ...EMPTY_MEMBER, ...readBody(body).member },
    heldReason: save.heldReason,
    madeFor: hostOf(save.app),
    code,
    subCode,
    text,
    traceId,
  };
}
