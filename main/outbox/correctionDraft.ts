import { shown } from '../../app/limits/shown.ts';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { busyHours } from '../../app/outbox/doubt.ts';
import { hostOf } from '../../app/outbox/home.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import { refusedShop } from '../../app/outbox/refusedShop.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { SaveContents } from './saveContents.ts';

/** What the form is filled with to correct a save; null where its body does not open. */
export function correctionDraft(
  contents: Pick<SaveContents, 'openBody' | 'openWords'>,
  save: Save,
): CorrectionDraft | null {
  const body = contents.openBody(save);
  if (body === null) return null;
  const { code = '', subCode = '' } = save.lastOutcome ?? {};
  const { text = '', traceId = '' } = contents.openWords(save) ?? {};
  return {
    requestId: save.requestId,
    slip: slipNumber(save.sequence),
    member: { ...EMPTY_MEMBER, ...readBody(body).member },
    heldReason: save.heldReason,
    busyHours: busyHours(save),
    madeFor: hostOf(save.app),
    code: shown(code),
    subCode: shown(subCode),
    refusedShop: refusedShop(save),
    text,
    traceId,
  };
}
