import { z } from 'zod';
import { type CalendarDate, checkBirthday, normaliseBirthday } from './birthday.ts';
import { isMobile, normalisePhone } from './phone.ts';
import { isBlank, trimUnseen, withoutTurning, withoutUnseen } from './unseen.ts';
import { hasControlCharacters, isWellFormed, lengthInCodePoints } from './wellFormed.ts';

/** The gateway's numbers: 0 female, 1 male, 2 other. 0 is a value, not an absence. */
export const GENDERS = [0, 1, 2] as const;
export type Gender = (typeof GENDERS)[number];

export const OUTER_TYPES = ['wechat', 'alipay'] as const;
export type OuterType = (typeof OUTER_TYPES)[number];

/** Our own limits, in code points: the platform publishes none. */
export const MAXIMUM_LENGTH = { name: 64, outerId: 64, remark: 500 } as const;

/** The form exactly as it stands on the screen: text as typed, empty text for an empty field. */
export interface MemberInput {
  mobile: string;
  name: string;
  gender: Gender | null;
  birthday: string;
  outerId: string;
  outerType: OuterType | null;
  remark: string;
}

/** A member as it will be sent: normalised, with absent fields absent. */
export interface Member {
  mobile?: string;
  name?: string;
  gender?: Gender;
  birthday?: CalendarDate;
  outerId?: string;
  outerType?: OuterType;
  remark?: string;
}

export const EMPTY_MEMBER: MemberInput = {
  mobile: '',
  name: '',
  gender: null,
  birthday: '',
  outerId: '',
  outerType: null,
  remark: '',
};

/** Text typed by a person; the length cap only keeps nonsense from the checks behind it. */
const typedText = z.string().max(10_000, 'text.tooLong').refine(isWellFormed, 'text.malformed');

/**
 * The one schema of a member, used by the form, by the IPC door and by the outbox. It takes what is
 * on the screen and gives what will be sent; every issue's message is a stable code with a text of
 * its own in `app/messages`. `today`: the day that birthdays are held against (`believedDay`).
 */
export function memberSchema(today: CalendarDate) {
  return z
    .strictObject({
      mobile: typedText.transform(normalisePhone).refine(isEmptyOr(isMobile), 'mobile.invalid'),
      name: typedText
        .transform((text) => trimUnseen(withoutTurning(text)))
        .refine(isWithin(MAXIMUM_LENGTH.name), 'name.tooLong')
        .refine((text) => !hasControlCharacters(text), 'text.control'),
      gender: z.literal(GENDERS).nullable(),
      birthday: typedText.transform(normaliseBirthday).superRefine((birthday, context) => {
        const problem = birthday === '' ? null : checkBirthday(birthday, today);
        if (problem) context.addIssue({ code: 'custom', message: problem });
      }),
      outerId: typedText
        .transform((text) => withoutUnseen(text).trim())
        .refine(isWithin(MAXIMUM_LENGTH.outerId), 'outerId.tooLong')
        .refine((text) => /^[\x21-\x7e]*$/.test(text), 'outerId.invalid'),
      outerType: z.literal(OUTER_TYPES).nullable(),
      remark: typedText
        .transform(withoutTurning)
        .refine(isWithin(MAXIMUM_LENGTH.remark), 'remark.tooLong')
        .refine((text) => !hasControlCharacters(text), 'text.control'),
    })
    .superRefine((input, context) => {
      const complain = (path: keyof MemberInput, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message });
      if (input.mobile === '' && input.outerId === '') complain('mobile', 'mobile.required');
      if (input.outerId !== '' && input.outerType === null)
        complain('outerType', 'outerType.required');
    })
    .transform(toMember);
}

function toMember(input: MemberInput): Member {
  const member: Member = {};
  if (input.mobile !== '') member.mobile = input.mobile;
  if (input.name !== '') member.name = input.name;
  if (input.gender !== null) member.gender = input.gender;
  if (input.birthday !== '') member.birthday = input.birthday;
  if (input.outerId !== '' && input.outerType !== null) {
    member.outerId = input.outerId;
    member.outerType = input.outerType;
  }
  if (!isBlank(input.remark)) member.remark = input.remark;
  return member;
}

function isEmptyOr(check: (text: string) => boolean): (text: string) => boolean {
  return (text) => text === '' || check(text);
}

function isWithin(limit: number): (text: string) => boolean {
  return (text) => lengthInCodePoints(text) <= limit;
}
