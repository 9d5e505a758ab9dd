import type { MemberInput } from '../../app/member/memberSchema.ts';
import { stillUnchosen } from '../form/unchosen.ts';
import * as completion from './completion.ts';
import { identityOf, isSameIdentity } from './identity.ts';
import type { Counter, CustomerForm, Question, Registration } from './registration.ts';
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
  const { lookup } = form;
  const identity = identityOf(values);
  const before = lookup.kind === 'none' ? null : lookup;
  if (isSameIdentity(identity, before)) return settled(state, form, effects);
  if (identity === null) return settled(state, { ...form, lookup: { kind: 'none' } }, effects);
  const question: Question = { kind: 'asking', ...identity };
  const asking = { ...form, lookup: question };
  return settled(state, asking, [...effects, { kind: 'look-up', question }]);
}
