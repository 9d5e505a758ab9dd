import type { RegisterRequest } from '../../app/ipc/bridge.ts';
import type { KnownMember } from '../../app/ipc/registration.ts';
import { EMPTY_MEMBER, type MemberInput } from '../../app/member/memberSchema.ts';
import { refusedFor, unseenIn } from '../form/unchosen.ts';
import { isToBeRead, readKnown } from './completion.ts';
import { identityIn } from './identity.ts';
import { emptied } from './putAside.ts';
import {
  type CustomerForm,
  consentOf,
  correctionOf,
  hasSameValues,
  isAsking,
  isBounce,
  isNobodyThere,
  isServed,
  knownOf,
  newCustomerForm,
  type Registration,
  takesConsent,
} from './registration.ts';
import type { EventOf, RegistrationEffect } from './registrationEvents.ts';
import { edited, type Surroundings, type Turn, turn } from './registrationTurn.ts';
import type { FailureCode, Result } from './result.ts';

export function savePressed(before: Registration, { values, now }: EventOf<'save-pressed'>): Turn {
  const taken = { ...before, form: { ...before.form, cameIn: null } };
  const { state, effects } = edited(taken, values);
  // The press may have moved the focus to the button; what was done stays said.
  if (isBounce(state, now) || isServed(state))
    return turn(state, [...effects, { kind: 'focus', target: 'mobile' }]);
  const { requestId } = state.form;
  const unseen = unseenIn(state.form.unchosen, now);
  // Of a member who is known nothing is sent.
  if (unseen !== null && knownOf(state.form)?.choice !== 'none') {
    const { state: told } = wordLeft(state, { type: 'word-left', field: unseen, refused: now });
    return turn({ ...told, result: { kind: 'unchosen', field: unseen }, missed: null }, [
      ...effects,
      { kind: 'reread', field: unseen },
      { kind: 'play', sound: 'error' },
    ]);
  }
  const pending = { step: 'validating', values: state.form.values, pressedAt: now } as const;
  return turn({ ...state, pending, missed: null }, [...effects, { kind: 'validate', requestId }]);
}

/** Where nothing stands, no word was left. */
export function wordLeft(state: Registration, { field, refused }: EventOf<'word-left'>): Turn {
  const { form } = state;
  if ((form.values[field] ?? '') === '') return turn(state);
  const unchosen =
    refused === null
      ? { ...form.unchosen, [field]: { refusedAt: null } }
      : refusedFor(form.unchosen, field, refused);
  return turn({ ...state, form: { ...form, unchosen } });
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
      ? decided(state, pending.values, surroundings, pending.pressedAt)
      : turn(state);
  }
  if (pending?.step !== 'validating') return turn(state);
  const { values, pressedAt } = pending;
  if (event.wrong !== null) {
    return turn({ ...state, pending: null, result: { kind: 'wrong', field: event.wrong } }, [
      { kind: 'focus', target: 'first-wrong' },
      { kind: 'play', sound: 'error' },
    ]);
  }
  const saving = { ...state, result: { kind: 'saving' } as const };
  if (!isAsking(form)) return decided(saving, values, surroundings, pressedAt);
  const { requestId } = form;
  return turn({ ...saving, pending: { step: 'looking-up', values, pressedAt } }, [
    { kind: 'await-lookup', requestId },
  ]);
}

/**
 * Everything is known that will be: whether anything is to be sent at all, whom the save corrects, and whether the
 * customer has agreed. `pressedAt`: monotonic ms. `isRead`: what the corrected member was registered with has come, or
 * cannot be read.
 */
export function decided(
  state: Registration,
  member: MemberInput,
  surroundings: Surroundings,
  pressedAt = state.savedAt,
  isRead = false,
): Turn {
  const { form } = state;
  const { counter } = surroundings;
  const known = knownOf(form);
  // "A member already" is an answer: nobody is registered over, and the next one is served.
  if (known?.choice === 'none') {
    // Behind the lock nothing waits for F3: whoever unlocks may be somebody else.
    const served = { ...state, aside: state.isLocked ? null : form, savedAt: pressedAt };
    return emptied(served, surroundings, { kind: 'known', member: known.member });
  }
  // Nothing is put down to nobody, nor to whoever was taken off the list meanwhile.
  if (isNobodyThere(counter)) return withoutOperator(state);
  const corrected = correctionOf(form);
  const consent = consentOf(form, counter);
  if (consent === null && takesConsent(form)) {
    return turn({ ...state, pending: null, result: { kind: 'unconsented' } }, [
      { kind: 'focus', target: 'consent' },
      { kind: 'play', sound: 'error' },
    ]);
  }
  const { requestId, confirmed } = form;
  const { operatorId } = counter;
  const request = { requestId, operatorId, member, correctionOf: corrected, consent };
  const isConfirmed =
    confirmed?.correctionOf === corrected && hasSameValues(confirmed.member, member);
  if (corrected === null || isConfirmed) return storing(state, request);
  if (!isRead && isToBeRead(form)) {
    const reading = { ...state, pending: { step: 'reading', values: member, pressedAt } as const };
    if (form.reading === corrected) return turn(reading);
    const { form: asking, effects } = readKnown(form, operatorId);
    return turn({ ...reading, form: asking }, effects);
  }
  return turn({ ...state, pending: { step: 'comparing', request } }, [
    { kind: 'compare', request },
  ]);
}

/** Who is chosen is nobody of this till any more. */
function withoutOperator(state: Registration): Turn {
  const code = 'operator.unknown' as const;
  const { requestId } = state.form;
  return turn({ ...state, pending: null, result: { kind: 'failed', code, requestId } }, [
    ...choosing(state, code),
    { kind: 'play', sound: 'error' },
  ]);
}

/** What somebody has to do next who was told this. On the locked screen everybody is asked who he is anyway. */
function choosing({ isLocked }: Registration, code: FailureCode): RegistrationEffect[] {
  return code === 'operator.unknown' && !isLocked ? [{ kind: 'choose-operator' }] : [];
}

export function storing(state: Registration, request: RegisterRequest): Turn {
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
  const { form, pending, interrupted } = state;
  if (pending?.step !== 'storing' || requestId !== form.requestId) return turn(state);
  const { apartFrom } = form;
  const next: Registration = {
    ...state,
    form: newCustomerForm(mint()),
    aside: null,
    pending: null,
    result: { kind: 'saved', ...saved, apartFrom },
    savedAt: now,
  };
  const waits: RegistrationEffect[] =
    interrupted.length === 0 ? [] : [{ kind: 'draft', act: 'flush' }];
  return turn(next, [
    { kind: 'play', sound: 'saved' },
    { kind: 'draft', act: 'saved' },
    { kind: 'fill', values: EMPTY_MEMBER },
    ...waits,
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
  const isLost = code === 'no-answer';
  const isInDoubt = form.isInDoubt || isLost;
  const doubted = isLost ? correctedBy(form, pending.request) : form.doubted;
  const next: CustomerForm = isReused
    ? { ...form, requestId: mint(), apartFrom: requestId, doubted: null }
    : { ...form, isInDoubt, doubted };
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
    ...choosing(state, code),
    { kind: 'play', sound: 'error' },
  ]);
}

/** Whom a save of this form corrects, where the cashier has found them; or null. */
function correctedBy(form: CustomerForm, { correctionOf }: RegisterRequest): KnownMember | null {
  const member = knownOf(form)?.member ?? null;
  return member?.requestId === correctionOf ? member : null;
}

export function afterLookup(
  state: Registration,
  event: EventOf<'looked-up' | 'lookup-refused' | 'lookup-due'>,
  surroundings: Surroundings,
): Turn {
  const { form, pending } = state;
  const asked = event.type === 'lookup-due' ? event.putOff : event.question;
  const about = 'mobile' in asked ? 'lookup' : 'codeLookup';
  if (form[about] !== asked) return turn(state);
  const identity = identityIn(asked);
  const effects: RegistrationEffect[] = [];
  let next: CustomerForm['lookup'];
  switch (event.type) {
    case 'looked-up':
      next = { kind: 'answered', ...identity, member: event.member };
      break;
    case 'lookup-refused':
      next = { kind: 'later', ...identity, waitSeconds: event.waitSeconds };
      effects.push({ kind: 'look-up-later', putOff: next });
      break;
    case 'lookup-due':
      next = { kind: 'asking', ...identity };
      effects.push({ kind: 'look-up', question: next });
  }
  // Who has asked for a correction too early sees by this what there is to correct.
  const isAnswer = state.result.kind === 'nobody-to-correct';
  const result = isAnswer ? ({ kind: 'idle' } as const) : state.result;
  const answered = { ...state, result, form: { ...form, [about]: next } };
  if (pending?.step !== 'looking-up' || isAsking(answered.form)) return turn(answered, effects);
  const decision = decided(answered, pending.values, surroundings, pending.pressedAt);
  return turn(decision.state, [...effects, ...decision.effects]);
}
