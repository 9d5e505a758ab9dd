import type { ErasedPerson } from './erasedPerson.ts';
import { hasIdentity } from './identity.ts';
import { emptied } from './putAside.ts';
import type { CustomerForm, Registration } from './registration.ts';
import { type Surroundings, type Turn, turn } from './registrationTurn.ts';

/**
 * Nothing of theirs stays in the form, and nothing comes back with F3, from where it would be kept on the disk anew. An
 * erasing may take as long as an answer does: whoever else is being registered by then keeps their form.
 */
export function personErased(
  state: Registration,
  { person }: { person: ErasedPerson },
  surroundings: Surroundings,
): Turn {
  const { form, aside, interrupted, pending } = state;
  const isForgotten = (one: CustomerForm) =>
    isTheirs(one, person) || hasIdentity(one.values, person.identity);
  const next: Registration = {
    ...state,
    aside: aside && isForgotten(aside) ? null : aside,
    interrupted: interrupted.filter((one) => !isForgotten(one)),
  };
  // Whoever presses "save" for them since registers them anew.
  if (pending !== null) return turn(next);
  if (isTheirs(form, person)) return emptied(next, surroundings);
  return turn(next, next.interrupted.length === interrupted.length ? [] : [DROP]);
}

/** What waited may have been what is kept. */
const DROP = { kind: 'draft', act: 'drop' } as const;

function isTheirs(
  { requestId, correcting, choice }: CustomerForm,
  { saves, draft }: ErasedPerson,
): boolean {
  const named = [requestId, correcting?.requestId, choice?.member.requestId];
  return requestId === draft || named.some((id) => id !== undefined && saves.includes(id));
}
