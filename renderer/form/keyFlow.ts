import { FIELD_NAMES, type FieldName, MEMBER_FIELDS } from '../../app/member/memberFields.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { isBlank } from '../../app/member/unseen.ts';

/** The order on the screen. The first wrong field in this order gets the focus. */
export const FIELD_ORDER: readonly FieldName[] = [...FIELD_NAMES].sort(
  (a, b) => MEMBER_FIELDS[a].place - MEMBER_FIELDS[b].place,
);

/** What of the keyboard event matters. `keyCode` 229 is a key that the input method has taken. */
export interface KeyPress {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
  isComposing: boolean;
  keyCode: number;
}

export type KeyAction =
  | 'none'
  | 'clear'
  | 'undo-clear'
  | 'save'
  | 'toggle-correction'
  | 'open-queue'
  | 'consent'
  | 'operator'
  | 'lock'
  | 'refuse';

/** A key that belongs to the input method, or one held down, is never an order to the till. */
export function isDeliberate(press: KeyPress): boolean {
  return !press.isComposing && press.keyCode !== 229 && !press.repeat;
}

/** The function keys, wherever the focus is. */
export function functionKeyAction(press: KeyPress): KeyAction {
  if (!isDeliberate(press) || press.ctrlKey || press.altKey || press.metaKey || press.shiftKey)
    return 'none';
  switch (press.key) {
    case 'F2':
    case 'Escape':
      return 'clear';
    case 'F3':
      return 'undo-clear';
    case 'F4':
      return 'save';
    case 'F5':
      return 'consent';
    case 'F6':
      return 'toggle-correction';
    case 'F8':
      return 'open-queue';
    case 'F9':
      return 'lock';
    case 'F10':
      return 'operator';
    // Alone at the end of the row: it keeps nothing, so no finger may come upon it by mistake.
    case 'F12':
      return 'refuse';
    default:
      return 'none';
  }
}

/**
 * Where Enter goes from a field: to the next field, or `save` from the last one. The kind of a
 * member code is asked for only when there is a code without one.
 */
export function afterEnter(
  field: FieldName,
  values: Pick<MemberInput, 'outerId' | 'outerType'>,
): FieldName | 'save' {
  const hasCode = !isBlank(values.outerId);
  if (field === 'outerId' && hasCode && values.outerType === null) return 'outerType';
  const after = field === 'outerType' && hasCode ? 'outerId' : field;
  const next = FIELD_ORDER[FIELD_ORDER.indexOf(after) + 1] ?? 'save';
  return next === 'outerType' ? 'outerId' : next;
}

/** True for a key that only modifies others: it does not end the showing of a confirmation. */
export function isModifier(key: string): boolean {
  return ['Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'NumLock', 'AltGraph'].includes(key);
}
