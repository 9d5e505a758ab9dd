import { z } from 'zod';
import { type CalendarDate, checkBirthday, normaliseBirthday } from './birthday.ts';
import { hasCodeSigns, normaliseCode } from './memberCode.ts';
import {
  FIELD_NAMES,
  type FieldName,
  GENDERS,
  MEMBER_FIELDS,
  OUTER_TYPES,
} from './memberFields.ts';
import { normalisePhone, phoneProblem } from './phone.ts';
import { isBlank, trimUnseen, withoutTurning } from './unseen.ts';
import { hasControlCharacters, isWellFormed, lengthInCodePoints } from './wellFormed.ts';

type Rows = typeof MEMBER_FIELDS;

type ValueOf<Row> = Row extends { choices: readonly (infer Choice)[] }
  ? Choice
  : Row extends { kind: 'date' }
    ? CalendarDate
    : string;

/** The form exactly as it stands on the screen: text as typed, empty text for an empty field. */
export type MemberInput = {
  [Name in FieldName]: Rows[Name] extends { choices: readonly (infer Choice)[] }
    ? Choice | null
    : string;
};

/** A member as it will be sent: normalised, with absent fields absent. */
export type Member = { -readonly [Name in FieldName]?: ValueOf<Rows[Name]> };

export const EMPTY_MEMBER = Object.fromEntries(
  FIELD_NAMES.map((name) => [name, MEMBER_FIELDS[name].kind === 'choice' ? null : '']),
) as MemberInput;

/**
 * Text typed by somebody; the length cap only keeps nonsense from the checks behind it, and ends them: sixty calls with a
 * million characters as a phone number held the main process for seven seconds.
 */
const typedText = z
  .string()
  .max(10_000, { error: 'text.tooLong', abort: true })
  .refine(isWellFormed, 'text.malformed');

/**
 * The one schema of a member, used by the form, by the check of a call and by the outbox. It takes what is
 * on the screen and gives what will be sent; every issue's message is a stable code with a text of
 * its own in `app/messages`. `today`: the day that birthdays are held against (`believedDay`).
 */
export function memberSchema(today: CalendarDate) {
  return z
    .strictObject(rulesOf(today))
    .superRefine((input, context) => {
      const complain = (path: FieldName, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message });
      if (input.mobile === '' && input.outerId === '') complain('mobile', 'mobile.required');
      if (input.outerId !== '' && input.outerType === null)
        complain('outerType', 'outerType.required');
    })
    .transform(toMember);
}

/** What may be typed into each field. */
function rulesOf(today: CalendarDate) {
  return {
    mobile: typedText
      .superRefine((text, context) => {
        const problem = phoneProblem(text);
        if (problem) context.addIssue({ code: 'custom', message: `mobile.${problem}` });
      })
      .transform(normalisePhone),
    name: typedText
      .transform((text) => trimUnseen(withoutTurning(text)))
      .refine(isWithin('name'), 'name.tooLong')
      .refine((text) => !hasControlCharacters(text), 'text.control'),
    gender: z.literal(GENDERS).nullable(),
    birthday: typedText.transform(normaliseBirthday).superRefine((birthday, context) => {
      const problem = birthday === '' ? null : checkBirthday(birthday, today);
      if (problem) context.addIssue({ code: 'custom', message: problem });
    }),
    outerId: typedText
      .transform(normaliseCode)
      .refine(isWithin('outerId'), 'outerId.tooLong')
      .refine(hasCodeSigns, 'outerId.invalid'),
    outerType: z.literal(OUTER_TYPES).nullable(),
    remark: typedText
      .transform(withoutTurning)
      .refine(isWithin('remark'), 'remark.tooLong')
      .refine((text) => !hasControlCharacters(text), 'text.control'),
  } satisfies Record<FieldName, z.ZodType>;
}

function toMember(input: MemberInput): Member {
  const set = FIELD_NAMES.filter((name) => {
    const value = input[name];
    if (name === 'outerType' && input.outerId === '') return false;
    return typeof value === 'string' ? !isBlank(value) : value !== null;
  });
  return Object.fromEntries(set.map((name) => [name, input[name]])) as Member;
}

/** The fields whose row has a limit. */
type LimitedField = {
  [Name in FieldName]: (typeof MEMBER_FIELDS)[Name]['maximumLength'] extends number ? Name : never;
}[FieldName];

function isWithin(name: LimitedField): (text: string) => boolean {
  return (text) => lengthInCodePoints(text) <= MEMBER_FIELDS[name].maximumLength;
}
