import { codeOf } from '../../app/member/memberCode.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import type { Identity } from '../../app/outbox/identity.ts';
import { stillUnchosen } from '../form/unchosen.ts';
import * as completion from './completion.ts';
import { isSameIdentity, mobileOf } from './identity.ts';
import type { Counter, CustomerForm, Lookup, Registration } from './registration.ts';
import type { RegistrationEffect } from './registrationEvents.ts';

export interface Surroundings {
  counter: Counter;
  /** A new request id. */
  mint: () => string;
}

/** What an event has come to: the state after it, and what has to be done outside, in order. */
export interface Turn {
  state: Registration;
  effects: readonly RegistrationEffect[];
}

export function turn(state: Registration, effects: readonly RegistrationEffect[] = []): Turn {
  return { state, effects };
}

/** The form is another one of the same customer, with the fields that belong to it. */
export function settled(
  state: Registration,
  form: CustomerForm,
  effects: readonly RegistrationEffect[] = [],
): Turn {
  const { form: next, effects: fields } = completion.settled(form);
  return turn({ ...state, form: next }, [...effects, ...fields]);
}

/** The form holds other values: what was asked about another number or code makes room for a question about this one. */
export function edited(
  state: Registration,
  values: MemberInput,
  effects: readonly RegistrationEffect[] = [],
): Turn {
  const unchosen = stillUnchosen(state.form.unchosen, state.form.values, values);
  const form = { ...completion.edited(state.form, values), unchosen };
  const lookup = asking(form.lookup, mobileOf(values));
  const codeLookup = asking(form.codeLookup, codeToAsk(form, values));
  const questions = [
    ...(lookup === form.lookup ? [] : [lookup]),
    ...(codeLookup === form.codeLookup ? [] : [codeLookup]),
  ].flatMap((question) => (question.kind === 'asking' ? [question] : []));
  return settled(state, { ...form, lookup, codeLookup }, [
    ...effects,
    ...questions.map((question) => ({ kind: 'look-up' as const, question })),
  ]);
}

/** What stands in the form now is asked about, unless it was already. */
function asking(before: Lookup, identity: Identity | null): Lookup {
  if (isSameIdentity(identity, before.kind === 'none' ? null : before)) return before;
  return identity === null ? { kind: 'none' } : { kind: 'asking', ...identity };
}

/** What the till has filled in itself it knows, and whoever corrects a save of the queue has said whose it is. */
function codeToAsk(form: CustomerForm, values: MemberInput): Identity | null {
  return form.correcting === null ? codeOf(completion.withoutCompleted(form, values)) : null;
}
