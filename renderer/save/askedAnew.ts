import type { CustomerForm, Lookup, Registration } from './registration.ts';
import { edited, type Turn, turn } from './registrationTurn.ts';

/**
 * Saves of this till were closed, or came back: whoever counted as a member by one perhaps is none any more, and nothing
 * would be sent of them. They are asked about anew, whoever waits for F3 once they are back.
 */
export function askedAnew(state: Registration): Turn {
  const { form, aside, interrupted } = state;
  const next: Registration = {
    ...state,
    form: unsure(form),
    aside: aside && unsure(aside),
    interrupted: interrupted.map(unsure),
  };
  return next.form === form ? turn(next) : edited(next, form.values);
}

/** The same object where nobody counts as a member in it. */
function unsure(form: CustomerForm): CustomerForm {
  const lookup = withoutMember(form.lookup);
  const codeLookup = withoutMember(form.codeLookup);
  const isSame = lookup === form.lookup && codeLookup === form.codeLookup;
  return isSame ? form : { ...form, lookup, codeLookup };
}

function withoutMember(lookup: Lookup): Lookup {
  return lookup.kind === 'answered' && lookup.member !== null ? { kind: 'none' } : lookup;
}
