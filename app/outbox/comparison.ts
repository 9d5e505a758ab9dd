import { type MaskedMember, maskMember } from '../member/mask.ts';
import { FIELD_NAMES, type FieldName } from '../member/memberFields.ts';
import type { Member } from '../member/memberSchema.ts';

/** What stood in a field. A save that was accepted keeps no body: of phone and name a mask is left, of the rest nothing. */
export type Before =
  | { kind: 'value'; value: string | number | null }
  | { kind: 'mask'; text: string }
  | { kind: 'erased' };

/** One field that a correction would change. `to`: null where it would be empty. */
export interface Change {
  field: FieldName;
  from: Before;
  to: string | number | null;
}

/** What a correction would make of a member. No value is in it that stays as it is. */
export interface Comparison {
  /** In the order in which they are sent. Empty: nothing would change. */
  changes: Change[];
  /** Name and birthday, where they would become another person's for all that is known; number and code, where they are. */
  asksWhose: FieldName[];
}

/** Who somebody is: nobody's name or birthday changes by itself. */
const TELLING = ['name', 'birthday'] as const satisfies readonly FieldName[];

/** Compared with what was registered. Giving what was missing makes nobody another person. */
export function compareMembers(before: Member, after: Member): Comparison {
  const changes = FIELD_NAMES.filter((field) => before[field] !== after[field]).map(
    (field): Change => ({
      field,
      from: { kind: 'value', value: before[field] ?? null },
      to: after[field] ?? null,
    }),
  );
  const asksWhose = TELLING.filter(
    (field) => before[field] !== undefined && before[field] !== after[field],
  );
  return { changes, asksWhose };
}

/** With what a field may have been missing; null where it never is, or goes with another one or by a rule of its own. */
const MISSING_WITH = {
  mobile: null,
  name: null,
  gender: ['gender'],
  birthday: null,
  outerType: null,
  outerId: ['outerId', 'outerType'],
  remark: ['remark'],
} as const satisfies Record<FieldName, readonly FieldName[] | null>;

/**
 * What a member who was accepted may have been registered with: a keyed hash of it is left, and tells whether one of
 * these is it. All that is given now; or, since a birthday would be asked about, the same without it and without what
 * else may have been missing then. What is in none of them says nothing of the member to whoever tries contents.
 */
export function contentsToTry(masked: MaskedMember, after: Member): Member[] {
  if (after.birthday === undefined) return [after];
  const given = FIELD_NAMES.flatMap((name) => {
    const fields = after[name] === undefined ? null : MISSING_WITH[name];
    return fields === null ? [] : [fields];
  });
  let missing: FieldName[][] = [masked.name === '' ? ['birthday', 'name'] : ['birthday']];
  for (const fields of given)
    missing = [...missing, ...missing.map((others) => [...others, ...fields])];
  return [after, ...missing.map((fields) => without(after, fields))];
}

function without(member: Member, fields: readonly FieldName[]): Member {
  const left = Object.entries(member).filter(([name]) => !fields.includes(name as FieldName));
  return Object.fromEntries(left);
}

/**
 * Compared with what is left of a member that was accepted, where nothing tells what it was registered with. What the
 * form leaves empty is not sent, and changes nothing there.
 */
export function compareWithMask(masked: MaskedMember, after: Member): Comparison {
  const mask = maskMember(after);
  const changes = FIELD_NAMES.flatMap((field): Change[] => {
    const to = after[field];
    if (to === undefined || (field === 'mobile' && mask.mobile === masked.mobile)) return [];
    const text = field === 'mobile' || field === 'name' ? masked[field] : null;
    const from: Before = text === null ? { kind: 'erased' } : { kind: 'mask', text };
    return [{ field, from, to }];
  });
  const isOtherName = masked.name !== '' && mask.name !== masked.name;
  const asksWhose = TELLING.filter(
    (field) => after[field] !== undefined && (field === 'birthday' || isOtherName),
  );
  return { changes, asksWhose };
}
