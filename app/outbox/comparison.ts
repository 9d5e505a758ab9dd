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
  /** Name and birthday, where they would become another person's for all that is known. */
  asksWhose: FieldName[];
}

/** Who somebody is: nobody's name or birthday changes by itself. */
const TELLING = ['name', 'birthday'] as const satisfies readonly FieldName[];

const NOTHING_CHANGES: Comparison = { changes: [], asksWhose: [] };

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

/**
 * Compared with what is left of a member that was accepted. `isSame`: the whole content is known to be the same.
 * What the form leaves empty is not sent, and changes nothing there.
 */
export function compareWithMask(masked: MaskedMember, isSame: boolean, after: Member): Comparison {
  if (isSame) return NOTHING_CHANGES;
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
