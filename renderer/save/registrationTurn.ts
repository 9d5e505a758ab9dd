import type { MemberInput } from '../../app/member/memberSchema.ts';
import { type Counter, type CustomerForm, type Registration, wholeMobile } from './registration.ts';
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

/** The form holds other values: what was asked about another number makes room for a question about this one. */
export function edited(
  state: Registration,
  values: MemberInput,
  effects: readonly RegistrationEffect[] = [],
): Turn {
  const { form } = state;
  const { lookup } = form;
  const mobile = wholeMobile(values);
  const before = lookup.kind === 'none' ? '' : lookup.mobile;
  const withLookup = (next: CustomerForm['lookup']) => ({
    ...state,
    form: { ...form, values, lookup: next },
  });
  if (mobile === before) return turn(withLookup(lookup), effects);
  if (mobile === '') return turn(withLookup({ kind: 'none' }), effects);
  return turn(withLookup({ kind: 'asking', mobile }), [...effects, { kind: 'look-up', mobile }]);
}
