import type { FieldName } from '../../app/member/memberFields.ts';
import { EMPTY_MEMBER, type MemberInput } from '../../app/member/memberSchema.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import { FIELD_ORDER } from '../form/keyFlow.ts';
import { type CustomerForm, knownOf } from './registration.ts';
import type { RegistrationEffect } from './registrationEvents.ts';

/** A form, and what the page has to write into its fields so that they show it. */
interface Settled {
  form: CustomerForm;
  effects: readonly RegistrationEffect[];
}

/** The fields that are empty get what the member that the form corrects was registered with. */
export function completed(
  form: CustomerForm,
  { requestId: of, member }: Pick<CorrectionDraft, 'requestId' | 'member'>,
): Settled {
  const before = form.completion?.of === of ? form.completion.values : {};
  const missing = missingIn(form.values, member);
  const completion = { of, values: { ...before, ...missing }, isIn: true };
  return { form: { ...form, completion }, effects: [{ kind: 'complete', values: missing }] };
}

/**
 * Asks what the member was registered with whom the form is to correct, where nobody has answered that yet. Of one that
 * was accepted nothing is left to read.
 */
export function readKnown(form: CustomerForm, operatorId: string): RegistrationEffect[] {
  const known = knownOf(form);
  if (known?.choice !== 'correct' || known.member.state === 'accepted') return [];
  if (form.completion !== null) return [];
  const { requestId } = form;
  return [{ kind: 'read-known', requestId, corrects: known.member.requestId, operatorId }];
}

/**
 * What was registered of one member stands in the form only as long as this is the correction of that member: whoever
 * else the form is about now is not registered with it. It comes back with the number.
 */
export function settled(form: CustomerForm): Settled {
  const { completion, values } = form;
  if (completion === null) return { form, effects: [] };
  const known = knownOf(form);
  const isWanted = known?.choice === 'correct' && known.member.requestId === completion.of;
  if (completion.isIn === isWanted) return { form, effects: [] };
  if (isWanted) {
    const missing = missingIn(values, { ...EMPTY_MEMBER, ...completion.values });
    const next = { ...form, completion: { ...completion, values: missing, isIn: true } };
    return { form: next, effects: [{ kind: 'complete', values: missing }] };
  }
  const taken = unchangedIn(values, completion.values);
  const out = { ...completion, values: taken, isIn: false };
  const next = { ...form, values: withoutCompleted(form, values), completion: out };
  return { form: next, effects: [{ kind: 'empty', fields: namesOf(taken) }] };
}

/** The values without what nobody has typed. */
export function withoutCompleted(
  { completion }: Pick<CustomerForm, 'completion'>,
  values: MemberInput,
): MemberInput {
  if (completion === null || !completion.isIn) return values;
  const taken = unchangedIn(values, completion.values);
  return { ...values, ...pick(EMPTY_MEMBER, namesOf(taken)) };
}

/** What a hand writes in place of it is the hand's from then on, whatever becomes of the number. */
export function edited(form: CustomerForm, values: MemberInput): CustomerForm {
  const { completion } = form;
  if (completion === null || !completion.isIn) return { ...form, values };
  const kept = namesOf(completion.values).filter((name) => {
    const lead = leadOf(name);
    return values[lead] === form.values[lead] || values[lead] === completion.values[lead];
  });
  return { ...form, values, completion: { ...completion, values: pick(completion.values, kept) } };
}

/**
 * What is filled in and taken out together has one field that tells whose it is: a code with the kind of another one
 * would be another member's.
 */
export function leadOf(name: FieldName): FieldName {
  return name === 'outerType' ? 'outerId' : name;
}

function missingIn(values: MemberInput, registered: MemberInput): Partial<MemberInput> {
  const isEmpty = (lead: FieldName) =>
    FIELD_ORDER.every((name) => leadOf(name) !== lead || isFree(values[name]));
  const missing = FIELD_ORDER.filter((name) => isEmpty(leadOf(name)) && !isFree(registered[name]));
  return pick(registered, missing);
}

function unchangedIn(values: MemberInput, put: Partial<MemberInput>): Partial<MemberInput> {
  const unchanged = namesOf(put).filter((name) => values[leadOf(name)] === put[leadOf(name)]);
  return pick(values, unchanged);
}

/** The gender 0 is one. */
function isFree(value: MemberInput[FieldName] | undefined): boolean {
  return (value ?? '') === '';
}

function namesOf(values: Partial<MemberInput>) {
  return FIELD_ORDER.filter((name) => name in values);
}

function pick(values: Partial<MemberInput>, names: typeof FIELD_ORDER): Partial<MemberInput> {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}
