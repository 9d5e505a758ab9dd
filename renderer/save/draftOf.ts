import type { Draft } from '../../app/draft/draft.ts';
import { withoutCompleted } from './completion.ts';
import { worthKeeping } from './putAside.ts';
import {
  type Counter,
  consentOf,
  knownOf,
  type Registration,
  wholeMobile,
} from './registration.ts';

/**
 * What a crash has to leave behind of the registration as it stands, or null where nobody is being registered. What the
 * till has filled in of a member goes with the number, also after a crash: it is not among what was typed.
 */
export function draftOf(registration: Registration, counter: Counter): Draft | null {
  const form = worthKeeping(registration);
  if (form === null) return null;
  const { requestId, values, correcting } = form;
  const known = knownOf(form);
  const isChosen = known?.choice === 'correct';
  return {
    requestId,
    operatorId: counter.operatorId,
    member: withoutCompleted(form, values),
    consent: consentOf(form, counter),
    correctionOf: correcting?.requestId ?? null,
    chosen: isChosen ? { requestId: known.member.requestId, mobile: wholeMobile(values) } : null,
    isLocked: registration.isLocked,
  };
}
