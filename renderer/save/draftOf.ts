import type { Draft } from '../../app/draft/draft.ts';
import { typedIn } from './completion.ts';
import { worthKeeping } from './putAside.ts';
import { type Counter, consentOf, knownOf, type Registration } from './registration.ts';

/**
 * What a crash has to leave behind of the registration as it stands, or null where nobody is being registered. What the
 * till has filled in of a member goes with the number, also after a crash: it is not among what was typed.
 */
export function draftOf(registration: Registration, counter: Counter): Draft | null {
  const form = worthKeeping(registration);
  if (form === null) return null;
  const { requestId, correcting, choice } = form;
  const isChosen = knownOf(form)?.choice === 'correct';
  return {
    requestId,
    operatorId: counter.operatorId,
    member: typedIn(form),
    consent: consentOf(form, counter),
    correctionOf: correcting?.requestId ?? null,
    chosen:
      choice !== null && isChosen
        ? {
            requestId: choice.member.requestId,
            mobile: 'mobile' in choice ? choice.mobile : '',
            decided: [...choice.decided],
          }
        : null,
    isLocked: registration.isLocked || form.offer === 'locked',
  };
}
