import { EMPTY_MEMBER, type MemberInput } from '../../app/member/memberSchema.ts';
import {
  type CustomerForm,
  consentOf,
  correctionOf,
  isBounce,
  newCustomerForm,
  type Registration,
} from './registration.ts';
import type { EventOf, RegistrationEffect } from './registrationEvents.ts';
import { edited, type Surroundings, type Turn, turn } from './registrationTurn.ts';
import type { Result } from './result.ts';

export function savePressed(before: Registration, { values, now }: EventOf<'save-pressed'>): Turn {
  const { state, effects } = edited(before, values);
  // The second click of a double click has moved the focus to the button.
  if (isBounce(state, now)) return turn(state, [...effects, { kind: 'focus', target: 'mobile' }]);
  const { requestId } = state.form;
  return turn({ ...state, pending: { step: 'validating', values } }, [
    ...effects,
    { kind: 'validate', requestId },
  ]);
}

export function afterCheck(
  state: Registration,
  event: EventOf<'validated' | 'patience-ended'>,
  surroundings: Surroundings,
): Turn {
  const { form, pending } = state;
  if (event.requestId !== form.requestId) return turn(state);
  if (event.type === 'patience-ended') {
    return pending?.step === 'looking-up'
      ? decided(state, pending.values, surroundings)
      : turn(state);
  }
  if (pending?.step !== 'validating') return turn(state);
  if (!event.isValid) {
    return turn({ ...state, pending: null }, [
      { kind: 'focus', target: 'first-wrong' },
      { kind: 'play', sound: 'error' },
    ]);
  }
  const saving = { ...state, result: { kind: 'saving' } as const };
  if (form.lookup.kind !== 'asking') return decided(saving, pending.values, surroundings);
  const { requestId } = form;
  return turn({ ...saving, pending: { step: 'looking-up', values: pending.values } }, [
    { kind: 'await-lookup', requestId },
  ]);
}

/** Everything is known that will be: whom the save corrects, and whether the customer has agreed. */
function decided(state: Registration, member: MemberInput, { counter }: Surroundings): Turn {
  const { form } = state;
  const corrected = correctionOf(form);
  const consent = consentOf(form, counter);
  // A correction goes under the consent of what it corrects.
  if (consent === null && corrected === null) {
    return turn({ ...state, pending: null, result: { kind: 'unconsented' } }, [
      { kind: 'focus', target: 'consent' },
      { kind: 'play', sound: 'error' },
    ]);
  }
  const { requestId } = form;
  const { operatorId } = counter;
  const request = { requestId, operatorId, member, correctionOf: corrected, consent };
  return turn({ ...state, pending: { step: 'storing', request, isSecond: false } }, [
    { kind: 'draft', act: 'pause' },
    { kind: 'store', request },
  ]);
}

export function stored(
  state: Registration,
  { requestId, saved, now }: EventOf<'stored'>,
  { mint }: Surroundings,
): Turn {
  const { form, pending } = state;
  if (pending?.step !== 'storing' || requestId !== form.requestId) return turn(state);
  const { apartFrom } = form;
  const next: Registration = {
    form: newCustomerForm(mint()),
    aside: null,
    pending: null,
    result: { kind: 'saved', ...saved, apartFrom },
    savedAt: now,
  };
  return turn(next, [
    { kind: 'play', sound: 'saved' },
    { kind: 'draft', act: 'saved' },
    { kind: 'fill', values: EMPTY_MEMBER },
  ]);
}

export function notStored(
  state: Registration,
  { requestId, code, fields }: EventOf<'not-stored'>,
  { mint }: Surroundings,
): Turn {
  const { form, pending } = state;
  if (pending?.step !== 'storing' || requestId !== form.requestId) return turn(state);
  const isReused = code === 'intention.reused';
  const next: CustomerForm = isReused ? { ...form, requestId: mint(), apartFrom: requestId } : form;
  // It was stored before it was changed, and the answer was lost: what stands here now is another intention.
  if (isReused && !pending.isSecond) {
    const request = { ...pending.request, requestId: next.requestId };
    return turn({ ...state, form: next, pending: { step: 'storing', request, isSecond: true } }, [
      // The draft has the new id before the save has, and goes with it.
      { kind: 'draft', act: 'flush' },
      { kind: 'store', request },
    ]);
  }
  const result: Result = { kind: 'failed', code, requestId };
  return turn({ ...state, form: next, pending: null, result }, [
    { kind: 'draft', act: 'touch' },
    { kind: 'show-errors', fields },
    { kind: 'focus', target: 'first-wrong' },
    { kind: 'play', sound: 'error' },
  ]);
}

export function afterLookup(
  state: Registration,
  event: EventOf<'looked-up' | 'lookup-refused' | 'lookup-due'>,
  surroundings: Surroundings,
): Turn {
  const { form, pending } = state;
  const { lookup } = form;
  const { mobile } = event;
  const awaited = event.type === 'lookup-due' ? 'later' : 'asking';
  if (lookup.kind !== awaited || lookup.mobile !== mobile) return turn(state);
  const effects: RegistrationEffect[] = [];
  let next: CustomerForm['lookup'];
  switch (event.type) {
    case 'looked-up': {
      const { member } = event;
      next = { kind: 'answered', mobile, known: member && { member, isCorrection: true } };
      break;
    }
    case 'lookup-refused':
      next = { kind: 'later', mobile, waitSeconds: event.waitSeconds };
      effects.push({ kind: 'look-up-later', mobile, waitSeconds: event.waitSeconds });
      break;
    case 'lookup-due':
      next = { kind: 'asking', mobile };
      effects.push({ kind: 'look-up', mobile });
  }
  const answered = { ...state, form: { ...form, lookup: next } };
  if (pending?.step !== 'looking-up') return turn(answered, effects);
  const decision = decided(answered, pending.values, surroundings);
  return turn(decision.state, [...effects, ...decision.effects]);
}
