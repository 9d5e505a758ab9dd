import type { RestoredDraft } from '../../app/ipc/restoredDraft.ts';
import { codeOf } from '../../app/member/memberCode.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { ofOtherBrand } from './brandChanged.ts';
import { readKnown } from './completion.ts';
import {
  type Choice,
  type CustomerForm,
  isEmpty,
  isUnread,
  knownOf,
  type Lookup,
  newCustomerForm,
  type Registration,
  ticksOf,
} from './registration.ts';
import type { EventOf, RegistrationEffect } from './registrationEvents.ts';
import { edited, type Surroundings, type Turn, turn } from './registrationTurn.ts';
import type { LeftBehind, Result } from './result.ts';

/**
 * Shows this customer's form on the page. A question that lost its asker while the form lay aside is asked again, and so is
 * one that nobody was known by: they may have been registered meanwhile. A correction that somebody has wanted, and that was
 * not stored, is held against what stands by now.
 */
export function filled(state: Registration, effects: readonly RegistrationEffect[] = []): Turn {
  const { values, lookup, codeLookup } = state.form;
  const lookups = { lookup: closed(lookup), codeLookup: closed(codeLookup) };
  const form = { ...state.form, ...lookups, confirmed: null };
  return edited({ ...state, form }, values, [{ kind: 'fill', values }, ...effects]);
}

function closed(lookup: Lookup): Lookup {
  return lookup.kind === 'answered' && lookup.member !== null ? lookup : { kind: 'none' };
}

/** The form is free for the next customer. What was interrupted takes the place on the disk that is free as well. */
export function emptied(
  state: Registration,
  { mint }: Surroundings,
  result: Result = { kind: 'idle' },
): Turn {
  const next = { ...state, form: newCustomerForm(mint()), pending: null, result };
  const { state: free, effects } = filled(next, [{ kind: 'draft', act: 'drop' }]);
  const expiry = free.aside === null ? [] : [{ kind: 'expire-aside' as const }];
  return turn(free, [...effects, ...expiry]);
}

export function cleared(state: Registration, surroundings: Surroundings): Turn {
  const { form, aside } = state;
  const next = isEmpty(form) ? aside : form;
  return emptied({ ...state, aside: next }, surroundings);
}

/** The customer does not agree: nothing of the form is kept, and what is registered all the same is said. */
export function refused(state: Registration, surroundings: Surroundings): Turn {
  const { form, aside, result } = state;
  const left = leftBehind(form) ?? (aside && inDoubt(aside));
  // The second half of a double press knows less than the first one has said.
  const isSaid = isEmpty(form) && result.kind === 'refused' && left === null;
  const said: Result = isSaid ? result : { kind: 'refused', left };
  return emptied({ ...state, aside: null }, surroundings, said);
}

function inDoubt({ isInDoubt, apartFrom }: CustomerForm): LeftBehind | null {
  return isInDoubt || apartFrom !== null ? { kind: 'in-doubt' } : null;
}

function leftBehind(form: CustomerForm): LeftBehind | null {
  const doubt = inDoubt(form);
  if (doubt !== null) return doubt;
  const { correcting } = form;
  const slip = correcting?.slip ?? knownOf(form)?.member.slip;
  return slip === undefined ? null : { kind: 'save', slip };
}

/** What was cleared last comes back first, then what was interrupted; what stands there can be brought back in turn. */
export function undone(state: Registration, { counter }: Surroundings): Turn {
  const { form, interrupted, aside } = state;
  const back = aside ?? interrupted.at(-1);
  if (back === undefined) return turn(state);
  const waiting = aside === null ? interrupted.slice(0, -1) : interrupted;
  const left = isEmpty(form) ? null : form;
  if (back.offer === 'locked') return broughtBehindLock(state, back, waiting);
  const { form: asking, effects: read } = readKnown(back, counter.operatorId);
  const next: Registration = {
    ...state,
    form: { ...asking, offer: null, cameIn: null },
    aside: left,
    interrupted: waiting,
    result: { kind: back.offer === null ? 'idle' : 'restored' },
  };
  const expiry = left === null ? [] : [{ kind: 'expire-aside' as const }];
  return filled(next, [{ kind: 'draft', act: 'touch' }, ...expiry, ...read]);
}

/** Whoever wants it is asked who he is; what he was filling in himself outlives that lock. */
function broughtBehindLock(
  state: Registration,
  back: CustomerForm,
  waiting: readonly CustomerForm[],
): Turn {
  const interrupted = isEmpty(state.form) ? waiting : [...waiting, state.form];
  const form: CustomerForm = { ...back, offer: null, cameIn: null };
  return behindLock(filled({ ...state, form, interrupted, result: { kind: 'restored' } }));
}

/** What is to be seen by nobody yet is shown only once there is something before it. */
function behindLock({ state, effects }: Turn): Turn {
  return turn(state, [{ kind: 'lock' }, ...effects]);
}

/**
 * Comes in by itself only where no hand can take it for the next customer's form. Otherwise it is offered, and F3 brings
 * it, also after the save of whoever was faster.
 */
export function restored(
  state: Registration,
  { draft, mayComeIn, isBehindLock, now }: EventOf<'draft-restored'>,
  { mint, counter }: Surroundings,
): Turn {
  const { requestId, member, consent, correcting, chosen } = draft;
  const choice = chosen && choiceAgain(chosen, member);
  const left = { ...newCustomerForm(requestId ?? mint()), correcting, choice };
  const asLeft: CustomerForm = { ...left, values: member, ticks: ticksOf(consent) };
  const isOther = consent !== null && consent.brandId !== counter.brandId;
  const form = isOther ? ofOtherBrand(asLeft) : asLeft;
  if (mayComeIn && isFree(state)) {
    const isHere = counter.operatorIds.includes(draft.operatorId);
    const operatorId = isHere ? draft.operatorId : counter.operatorId;
    const operatorBefore = counter.operatorId;
    const cameIn = { at: now, operatorBefore, operatorBrought: operatorId };
    const { form: asking, effects: read } = readKnown({ ...form, cameIn }, operatorId);
    const shown = filled({ ...state, form: asking, result: { kind: 'restored' } }, read);
    const { state: back, effects } = isBehindLock ? behindLock(shown) : shown;
    // Before the lock, whose list begins with who was there.
    const there: RegistrationEffect[] = isHere ? [{ kind: 'operator', operatorId }] : [];
    return turn(back, [...there, ...effects]);
  }
  const offered: CustomerForm = { ...form, offer: isBehindLock ? 'locked' : 'open' };
  return turn({ ...state, interrupted: [...state.interrupted, offered] });
}

/**
 * Comes in only where nobody has typed anything; who asks the customer, and what is agreed to, is a hand's to say. A hand
 * that was on its way already means its own customer: two of them in one form would be one member.
 */
export function offered(
  state: Registration,
  { values, now }: EventOf<'form-offered'>,
  { mint, counter: { operatorId } }: Surroundings,
): Turn {
  if (!isFree(state) || state.isLocked) return turn(state);
  const cameIn = { at: now, operatorBefore: operatorId, operatorBrought: operatorId };
  const form = { ...newCustomerForm(mint()), values, cameIn };
  const next: Registration = { ...state, form, result: { kind: 'idle' }, missed: null };
  return filled(next, [{ kind: 'draft', act: 'touch' }]);
}

/** By the number, or where there was none by the code that was typed. */
function choiceAgain(
  { mobile, member, decided }: NonNullable<RestoredDraft['chosen']>,
  typed: MemberInput,
): Choice | null {
  const identity = mobile === '' ? codeOf(typed) : { mobile };
  return identity && { kind: 'correct', ...identity, member, decided, besides: null };
}

/**
 * Whoever does something before he can have read what has come in by itself means somebody else: it is offered, and
 * nothing of it stays, nor whom it has brought.
 */
export function handCame(
  state: Registration,
  { now }: EventOf<'hand-came'>,
  surroundings: Surroundings,
): Turn {
  const { cameIn } = state.form;
  if (cameIn === null || !isUnread(state, now)) return turn(state);
  const offered: CustomerForm = { ...state.form, offer: 'open', cameIn: null };
  // Emptied already there is nobody to bring back, and what was agreed to in it must not meet the next one.
  const interrupted = isEmpty(offered) ? state.interrupted : [...state.interrupted, offered];
  const { state: free, effects } = emptied({ ...state, interrupted }, surroundings);
  const { operatorBefore, operatorBrought } = cameIn;
  // Somebody may have said meanwhile who he is.
  const isStill = surroundings.counter.operatorId === operatorBrought;
  const there: RegistrationEffect[] =
    isStill && operatorBefore !== operatorBrought
      ? [{ kind: 'operator', operatorId: operatorBefore }]
      : [];
  return turn(free, [...there, ...effects]);
}

/** Whether there is room for another form. */
export function isFree({ form, pending }: Pick<Registration, 'form' | 'pending'>): boolean {
  return isEmpty(form) && pending === null;
}

/** What a crash has to leave behind: what stands in the form, or else what waits for it to be free. */
export function worthKeeping({ form, interrupted }: Registration): CustomerForm | null {
  return isEmpty(form) ? (interrupted.at(-1) ?? null) : form;
}

/** Whether somebody waits for F3 beside it, for whom the disk has no place. */
export function isMoreThanKept({ form, interrupted }: Registration): boolean {
  return interrupted.length > (isEmpty(form) ? 1 : 0);
}
