import { wrongField } from '../../app/gateway/wrongField.ts';
import type { KnownMember } from '../../app/ipc/registration.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { groupPhone } from '../form/phoneGrouping.ts';
import { decided, storing } from './advanceSave.ts';
import { completed, readKnown, withoutCompleted } from './completion.ts';
import { hasIdentity, identityIn } from './identity.ts';
import { filled } from './putAside.ts';
import {
  answerOf,
  type Choice,
  type CustomerForm,
  correctionOf,
  isAsking,
  isEmpty,
  knownOf,
  newCustomerForm,
  type Pending,
  type Registration,
} from './registration.ts';
import type { EventOf } from './registrationEvents.ts';
import { type Surroundings, settled, type Turn, turn } from './registrationTurn.ts';

/**
 * From "a member already" to its correction, and back from whatever was chosen. What another till has is not corrected
 * here: the way from it leads to a new member.
 */
export function knownToggled(state: Registration, { counter }: Surroundings): Turn {
  const { form } = state;
  const known = knownOf(form);
  if (known === null) return nobodyToCorrect(state);
  const choice = known.choice === 'none' ? chosenOf(form, known.member) : null;
  const next = { ...state, result: { kind: 'idle' } as const };
  // Whatever was completed before is not of this choice. What stands in no field is not to come back by it as if a hand
  // had typed it.
  const completion = form.completion?.isIn ? form.completion : null;
  const { state: chosen, effects } = settled(next, { ...form, choice, completion });
  const fresh = { ...chosen.form, completion: null };
  const { form: asking, effects: read } = readKnown(fresh, counter.operatorId);
  return turn({ ...chosen, form: asking }, [...effects, { kind: 'draft', act: 'touch' }, ...read]);
}

/** Whoever is added beside somebody already, and whom another till has by the other identity, is added beside both. */
function chosenOf(form: CustomerForm, member: KnownMember): Choice | null {
  const { choice, values } = form;
  const isMoved = member.state === 'moved';
  if (isMoved && choice?.kind === 'add' && hasIdentity(values, choice))
    return { ...choice, besides: member.requestId };
  const answer = answerOf(form, member.requestId);
  if (answer === null) return null;
  const kind = isMoved ? 'add' : 'correct';
  return { kind, ...identityIn(answer), member, decided: [], besides: null };
}

/** Says why nothing happens, over nothing that says something already. */
function nobodyToCorrect(state: Registration): Turn {
  const { form, result } = state;
  const isFree = result.kind === 'idle' || result.kind === 'nobody-to-correct';
  // How long the till does not say is in the same place.
  const kinds = [form.lookup.kind, form.codeLookup.kind];
  if (!isFree || form.correcting !== null || kinds.includes('later')) return turn(state);
  const said = kinds.includes('answered') ? 'unknown' : 'no-number';
  const why = kinds.includes('asking') ? 'asking' : said;
  return turn({ ...state, result: { kind: 'nobody-to-correct', why } });
}

/**
 * What the form leaves empty stays as it was registered: nobody's name goes because it was not typed once more. A save
 * that has waited for it goes on with it. What comes at another time is asked for again by the save that needs it.
 */
export function knownRead(
  state: Registration,
  event: EventOf<'known-read'>,
  surroundings: Surroundings,
): Turn {
  const { pending, isLocked } = state;
  const form = answered(state, event.requestId, event.draft.requestId);
  const known = knownOf(form);
  const isStillWanted =
    event.requestId === form.requestId &&
    known?.choice === 'correct' &&
    known.member.requestId === event.draft.requestId;
  const isFree = pending === null || pending.step === 'reading';
  if (!isStillWanted || !isFree || isLocked) {
    // What was asked for another form, or another member, is not what the save under way waits for.
    if (form === state.form) return turn(state);
    // A till that is another brand's by now corrects nobody: the save goes on without it.
    return goesOn({ ...state, form }, {}, surroundings);
  }
  const { form: next, effects, missing } = completed(form, event.draft);
  const { state: read, effects: more } = goesOn({ ...state, form: next }, missing, surroundings);
  return turn(read, [...effects, ...more]);
}

/** It cannot be read. Before anything is sent it is shown what would change. */
export function knownUnread(
  state: Registration,
  { requestId, corrects }: EventOf<'known-unread'>,
  surroundings: Surroundings,
): Turn {
  const form = answered(state, requestId, corrects);
  return form === state.form ? turn(state) : goesOn({ ...state, form }, {}, surroundings);
}

function answered({ form }: Registration, requestId: string, corrects: string): CustomerForm {
  const isAsked = form.requestId === requestId && form.reading === corrects;
  return isAsked ? { ...form, reading: null } : form;
}

/** The save that has waited for what was registered, if there is one. */
function goesOn(
  state: Registration,
  missing: Partial<MemberInput>,
  surroundings: Surroundings,
): Turn {
  const { pending } = state;
  if (pending?.step !== 'reading') return turn(state);
  const member = { ...pending.values, ...missing };
  return decided(state, member, surroundings, pending.pressedAt, true);
}

/**
 * Fills the form from a save of the queue; the focus goes to what the gateway complained of. On the locked screen there
 * is nobody any more who has asked for it.
 */
export function correctionOpened(
  state: Registration,
  { draft }: EventOf<'correction-opened'>,
  { mint }: Surroundings,
): Turn {
  if (state.isLocked) return turn(state);
  const interrupted = isEmpty(state.form) ? state.interrupted : [...state.interrupted, state.form];
  const { text: mobile } = groupPhone({ text: draft.member.mobile, caret: 0 }, '', 'insertText');
  const values = { ...draft.member, mobile };
  const form = { ...newCustomerForm(mint()), values, correcting: draft };
  const wrong = wrongField(draft);
  return filled({ ...state, interrupted, form, result: { kind: 'idle' } }, [
    { kind: 'draft', act: 'touch' },
    ...(wrong === null
      ? []
      : [
          { kind: 'show-errors' as const, fields: { [wrong]: `refused:${draft.text}` } },
          { kind: 'focus' as const, target: wrong },
        ]),
  ]);
}

/** What the correction would change: somebody decides, unless it is nothing. */
export function afterComparison(
  state: Registration,
  event: EventOf<'compared' | 'not-compared'>,
): Turn {
  const { pending } = state;
  if (pending?.step !== 'comparing' || pending.request !== event.request) return turn(state);
  if (event.type === 'not-compared') {
    const { code } = event;
    const { requestId } = event.request;
    return turn({ ...state, pending: null, result: { kind: 'failed', code, requestId } }, [
      { kind: 'play', sound: 'error' },
    ]);
  }
  const { comparison } = event;
  if (comparison.changes.length === 0)
    return turn({ ...state, pending: null, result: { kind: 'unchanged' } });
  const { request } = pending;
  const confirming: Pending = { step: 'confirming', request, comparison };
  return turn({ ...state, pending: confirming, result: { kind: 'idle' } });
}

export function correctionConfirmed(
  state: Registration,
  { requestId }: EventOf<'correction-confirmed'>,
): Turn {
  const { pending, form } = state;
  if (pending?.step !== 'confirming' || pending.request.requestId !== requestId) return turn(state);
  const { request } = pending;
  const { member, correctionOf } = request;
  const confirmed = { member, correctionOf };
  const saving = { kind: 'saving' } as const;
  return storing({ ...state, form: { ...form, confirmed }, result: saving }, request);
}

/** Back to the form, with nothing sent. */
export function correctionLeft(
  state: Registration,
  { requestId }: Pick<EventOf<'correction-left'>, 'requestId'>,
): Turn {
  const { pending } = state;
  const isAsked = pending?.step === 'comparing' || pending?.step === 'confirming';
  if (!isAsked || pending.request.requestId !== requestId) return turn(state);
  return turn({ ...state, pending: null, result: { kind: 'idle' } });
}

/** Nobody is there any more to be asked: also of a correction that would have been a question in a moment. */
export function correctionLocked(state: Registration): Registration {
  const { form, pending } = state;
  const isAsked =
    pending?.step === 'reading' || pending?.step === 'comparing' || pending?.step === 'confirming';
  const isChecked = pending?.step === 'validating' || pending?.step === 'looking-up';
  const isQuestion = isAsked || (isChecked && correctionOf(form) !== null);
  return isQuestion ? { ...state, pending: null, result: { kind: 'idle' } } : state;
}

/** Two people share the number: the other one becomes a member, with a consent of their own. */
export function correctionAdded(
  state: Registration,
  { requestId }: EventOf<'correction-added'>,
  surroundings: Surroundings,
): Turn {
  const { form, pending } = state;
  if (pending?.step !== 'confirming' || pending.request.requestId !== requestId) return turn(state);
  if (form.choice === null || knownOf(form) === null) return turn(state);
  const choice: Choice = { ...form.choice, kind: 'add', decided: [], besides: null };
  const { state: added, effects } = settled(state, { ...form, choice });
  const values = withoutCompleted(form, pending.request.member);
  if (isAsking(added.form)) {
    const asking = { step: 'looking-up', values, pressedAt: state.savedAt } as const;
    const waiting: Registration = { ...added, pending: asking, result: { kind: 'saving' } };
    return turn(waiting, [...effects, { kind: 'await-lookup', requestId }]);
  }
  const decision = decided(added, values, surroundings);
  return turn(decision.state, [...effects, ...decision.effects]);
}
