import type { FieldName } from '../../app/member/memberFields.ts';
import { EMPTY_MEMBER, type MemberInput } from '../../app/member/memberSchema.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import { FIELD_ORDER } from '../form/keyFlow.ts';
import { groupDigits } from '../form/phoneGrouping.ts';
import { type CustomerForm, knownOf } from './registration.ts';
import type { RegistrationEffect } from './registrationEvents.ts';

/** A form, and what the page has to write into its fields so that they show it. */
interface Settled {
  form: CustomerForm;
  effects: readonly RegistrationEffect[];
}

/**
 * The fields that are empty get what the member that the form corrects was registered with, except for those that a hand
 * has emptied.
 */
export function completed(
  form: CustomerForm,
  { requestId: of, member }: Pick<CorrectionDraft, 'requestId' | 'member'>,
): Settled & { missing: Partial<MemberInput> } {
  const before = form.completion?.of === of ? form.completion.values : {};
  const registered = { ...member, mobile: groupDigits(member.mobile) };
  const missing = missingIn(form.values, registered, decidedOf(form));
  // Also the kind that a hand has given to this code goes with it.
  const alongside = FIELD_ORDER.filter((name) => leadOf(name) in missing);
  const values = { ...before, ...pick(form.values, alongside), ...missing };
  const completion = { of, values, isIn: true };
  const effects: RegistrationEffect[] = [{ kind: 'complete', values: missing }];
  return { form: { ...form, completion }, effects, missing };
}

/** Whether what the member was registered with whom the form is to correct can be read, and is not yet. */
export function isToBeRead(form: CustomerForm): boolean {
  const known = knownOf(form);
  // Of one that was accepted nothing is left to read.
  const isReadable = known?.choice === 'correct' && known.member.state !== 'accepted';
  return isReadable && form.completion === null;
}

/**
 * Asks what the member was registered with whom the form is to correct, where nobody has answered that yet.
 */
export function readKnown(form: CustomerForm, operatorId: string): Settled {
  const corrects = isToBeRead(form) ? (knownOf(form)?.member.requestId ?? null) : null;
  const asking = { ...form, reading: corrects };
  const { requestId } = form;
  if (corrects === null) return { form: asking, effects: [] };
  return { form: asking, effects: [{ kind: 'read-known', requestId, corrects, operatorId }] };
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
    const missing = missingIn(values, { ...EMPTY_MEMBER, ...completion.values }, []);
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

/** What a crash has to leave behind of the fields: what a hand has typed, chosen or emptied. */
export function typedIn(form: CustomerForm): MemberInput {
  const { values } = form;
  return { ...withoutCompleted(form, values), ...pick(values, decidedOf(form)) };
}

/** What a hand writes in place of it is the hand's from then on, whatever becomes of the number. */
export function edited(before: CustomerForm, values: MemberInput): CustomerForm {
  const form = decided(before, values);
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

/**
 * What a hand changes in a correction it has decided, also to nothing, and whether or not what was registered is there
 * already: neither a late answer nor a power cut undoes it.
 */
function decided(form: CustomerForm, values: MemberInput): CustomerForm {
  const { choice, completion } = form;
  if (choice === null || knownOf(form)?.choice !== 'correct') return form;
  const put = completion?.isIn ? completion.values : {};
  const isTheTills = (name: FieldName) => name in put && values[name] === put[name];
  // What the member was found by says whose correction it is, and is no part of what was registered.
  const isWhose = (name: FieldName) =>
    'mobile' in choice ? name === 'mobile' : leadOf(name) === 'outerId';
  const names = new Set(choice.decided);
  for (const name of FIELD_ORDER) {
    if (isWhose(name) || values[name] === form.values[name] || isTheTills(name)) continue;
    // The kind of a code of one's own: what is registered is not to come in beside it.
    if (!isTheTills(leadOf(name)) && !names.has(name)) names.add(leadOf(name));
    names.add(name);
  }
  return { ...form, choice: { ...choice, decided: [...names] } };
}

function decidedOf(form: CustomerForm): readonly FieldName[] {
  return knownOf(form)?.choice === 'correct' ? (form.choice?.decided ?? []) : [];
}

function missingIn(
  values: MemberInput,
  registered: MemberInput,
  hands: readonly FieldName[],
): Partial<MemberInput> {
  const isOpen = (lead: FieldName) =>
    FIELD_ORDER.every(
      (name) => leadOf(name) !== lead || isFree(values[name]) || hands.includes(name),
    );
  const missing = FIELD_ORDER.filter(
    (name) =>
      !hands.includes(name) &&
      !hands.includes(leadOf(name)) &&
      isOpen(leadOf(name)) &&
      !isFree(registered[name]),
  );
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
