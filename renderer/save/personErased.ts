import type { ErasedPerson } from './erasedPerson.ts';
import { hasIdentity } from './identity.ts';
import { emptied } from './putAside.ts';
import {
  type Choice,
  type CustomerForm,
  hasSameValues,
  isEmpty,
  knownOf,
  type Lookup,
  type Registration,
} from './registration.ts';
import { edited, type Surroundings, type Turn, turn } from './registrationTurn.ts';

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
    isTheirs(one, person) ||
    [one.requestId, ...membersIn(one)].some((id) => isOfSave(id, person)) ||
    hasIdentity(one.values, person.identity);
  const next: Registration = {
    ...state,
    aside: aside && (isForgotten(aside) ? null : withoutThem(aside, person)),
    interrupted: interrupted
      .filter((one) => !isForgotten(one))
      .map((one) => withoutThem(one, person)),
  };
  const dropping = next.interrupted.length === interrupted.length ? [] : [DROP];
  if (isTheirs(form, person))
    // Whoever presses "save" for them since registers them anew.
    return pending === null ? emptied(next, surroundings) : turn(next, dropping);
  const { state: own, effects } = underOwnId(next, person, surroundings);
  const left = withoutThem(own.form, person);
  const all = [...dropping, ...effects];
  return left === own.form ? turn(own, all) : edited({ ...own, form: left }, left.values, all);
}

/**
 * A save of theirs whose answer was lost had the id of this form. The platform may know it as theirs, and would register
 * nobody else under it. A press of "save" that is under way with it comes to nothing, and is heard to.
 */
function underOwnId(state: Registration, person: ErasedPerson, { mint }: Surroundings): Turn {
  const { form, pending } = state;
  // What main has been asked to store it answers for.
  if (!isOfSave(form.requestId, person) || pending?.step === 'storing') return turn(state);
  const own = { ...form, requestId: mint(), isInDoubt: false, doubted: null, reading: null };
  const touch = { kind: 'draft', act: 'touch' } as const;
  return pending === null
    ? turn({ ...state, form: own }, [touch])
    : turn({ ...state, form: own, pending: null, result: { kind: 'idle' } }, [
        touch,
        { kind: 'play', sound: 'error' },
      ]);
}

/** The saves that the number and the code were answered with: they may be two people's. */
function membersIn({ lookup, codeLookup }: CustomerForm): string[] {
  return [lookup, codeLookup].flatMap((one) =>
    one.kind === 'answered' && one.member !== null ? [one.member.requestId] : [],
  );
}

/** What waited may have been what is kept. */
const DROP = { kind: 'draft', act: 'drop' } as const;

function isOfSave(requestId: string | undefined, { saves }: ErasedPerson): boolean {
  return requestId !== undefined && saves.includes(requestId);
}

/** A choice that was made by another number than the present one says nothing of whose the form is. */
function isTheirs(form: CustomerForm, person: ErasedPerson): boolean {
  const { correcting } = form;
  const known = knownOf(form);
  const chosen = known?.choice === 'none' ? undefined : known?.member.requestId;
  return (
    isSameForm(form, person) || [correcting?.requestId, chosen].some((id) => isOfSave(id, person))
  );
}

/** Whoever left the page while somebody was being erased may have written the next customer over them, in the same form. */
function isSameForm(form: CustomerForm, person: ErasedPerson): boolean {
  const { draft, typed, identity } = person;
  const { requestId, values } = form;
  const isUntouched = typed !== null && hasSameValues(values, typed);
  const isOfThem = hasIdentity(values, identity);
  // Also one that the disk did not take.
  if (isUntouched && isOfThem) return true;
  if (requestId !== draft && !isOfSave(requestId, person)) return false;
  return isUntouched || isOfThem || isEmpty(form);
}

/**
 * Of nobody who is gone is said any more that they are a member: whoever has their number now is registered. Nor does
 * anything of theirs come back with it. The same object where the form knows nothing of them.
 */
function withoutThem(form: CustomerForm, person: ErasedPerson): CustomerForm {
  const { lookup, codeLookup, choice, completion, confirmed, doubted } = form;
  const isGone = (requestId: string | null | undefined) => isOfSave(requestId ?? undefined, person);
  const forgotten = (one: Lookup): Lookup =>
    one.kind === 'answered' && isGone(one.member?.requestId) ? { kind: 'none' } : one;
  const left = {
    lookup: forgotten(lookup),
    codeLookup: forgotten(codeLookup),
    choice: isGone(choice?.member.requestId) ? null : withoutBesides(choice, isGone),
    completion: isGone(completion?.of) ? null : completion,
    confirmed: isGone(confirmed?.correctionOf) ? null : confirmed,
    doubted: isGone(doubted?.requestId) ? null : doubted,
  };
  const names = Object.keys(left) as (keyof typeof left)[];
  return names.every((name) => left[name] === form[name]) ? form : { ...form, ...left };
}

function withoutBesides(
  choice: Choice | null,
  isGone: (id: string | null) => boolean,
): Choice | null {
  return choice !== null && isGone(choice.besides) ? { ...choice, besides: null } : choice;
}
