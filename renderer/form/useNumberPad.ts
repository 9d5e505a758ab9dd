import type { UseFormReturn } from 'react-hook-form';
import type { FieldName } from '../../app/member/memberFields.ts';
import type { Member, MemberInput } from '../../app/member/memberSchema.ts';
import { insertText } from '../focus/fieldMemory.ts';
import { focusLastField } from '../focus/lastField.ts';
import { fieldId } from './FieldFrame.tsx';
import { focusField } from './focusField.ts';
import { afterEnter } from './keyFlow.ts';
import { leavePhone } from './leavePhone.ts';
import type { PadKey } from './phoneGrouping.ts';
import { strayField } from './strayField.ts';

/**
 * Feeds the birthday from the number pad where the hand is there, and else the phone field, at its caret. `onLost`: a
 * digit was pressed that would only spoil a number which is whole, and went nowhere.
 */
export function useNumberPad(
  form: UseFormReturn<MemberInput, unknown, Member>,
  onLost: () => void,
) {
  const press = (key: PadKey) => {
    const name = fieldOf(key, form.getValues());
    if (name === null) return onLost();
    const input = document.getElementById(fieldId(name));
    if (!(input instanceof HTMLInputElement)) return;
    pressInto(input, key);
  };
  const enter = () => {
    if (isAtBirthday()) {
      const next = afterEnter('birthday', form.getValues());
      if (next !== 'save') focusField(next);
      return;
    }
    focusField(leavePhone(form) ? 'name' : 'mobile');
  };
  return { press, enter };
}

/** In the phone field itself a twelfth digit goes in, and is called wrong, as one of the keyboard does. */
function fieldOf(key: PadKey, values: MemberInput): FieldName | null {
  const isInPhone = document.activeElement?.id === fieldId('mobile');
  if (isAtBirthday()) return 'birthday';
  if (isInPhone || key === 'backspace') return 'mobile';
  const { activeElement } = document;
  return strayField(key, activeElement instanceof HTMLElement ? activeElement : null, values);
}

function isAtBirthday(): boolean {
  // A press of the pad closes the picker, and nothing has the focus: the hand is where it was before.
  if (document.activeElement === document.body) focusLastField();
  return document.activeElement?.id === fieldId('birthday');
}

/** As the keyboard would: the field hears of it as of any other edit, and the phone number's can take it back. */
function pressInto(input: HTMLInputElement, key: PadKey): void {
  const isThere = document.activeElement === input;
  const end = input.value.length;
  const start = isThere ? (input.selectionStart ?? end) : end;
  const stop = isThere ? (input.selectionEnd ?? end) : end;
  input.focus();
  const isBackspace = key === 'backspace';
  const from = isBackspace && start === stop ? Math.max(0, start - 1) : start;
  input.setSelectionRange(from, stop);
  if (isBackspace) insertText(input, '', 'deleteContentBackward');
  else insertText(input, key);
}
