import type { UseFormReturn } from 'react-hook-form';
import type { Member, MemberInput } from '../../app/member/memberSchema.ts';
import { fieldId } from './FieldFrame.tsx';
import { focusField } from './focusField.ts';
import { leavePhone } from './leavePhone.ts';
import { type PadKey, pressPadKey } from './phoneGrouping.ts';

/** Feeds the phone field from the number pad, at its caret. */
export function usePhonePad(form: UseFormReturn<MemberInput, unknown, Member>) {
  const press = (key: PadKey) => {
    const input = document.getElementById(fieldId('mobile'));
    if (!(input instanceof HTMLInputElement)) return;
    const isThere = document.activeElement === input;
    const end = input.value.length;
    const start = isThere ? (input.selectionStart ?? end) : end;
    const stop = isThere ? (input.selectionEnd ?? end) : end;
    const next = pressPadKey(input.value, start, stop, key);
    const { isTouched, invalid } = form.getFieldState('mobile');
    form.setValue('mobile', next.text, {
      shouldDirty: true,
      shouldValidate: isTouched || invalid,
    });
    input.focus();
    input.setSelectionRange(next.caret, next.caret);
  };
  const enter = () => focusField(leavePhone(form) ? 'name' : 'mobile');
  return { press, enter };
}
