import type { KeyboardEvent } from 'react';
import { useFormContext } from 'react-hook-form';
import type { Member, MemberInput } from '../../app/member/memberSchema.ts';
import { isDeliberate } from '../keys/functionKeys.ts';
import { focusField } from './focusField.ts';
import { afterEnter, FIELD_ORDER } from './keyFlow.ts';
import { leavePhone } from './leavePhone.ts';

interface EnterFlowOptions {
  /** Enter in the last field. */
  onEnd: () => void;
  onSave: () => void;
  /** True while Enter is the bounce of the press that has just saved. */
  isBounce: () => boolean;
}

/** What Enter does in the form: on to the next field, and from the last one to the end. */
export function useEnterFlow({ onEnd, onSave, isBounce }: EnterFlowOptions) {
  const form = useFormContext<MemberInput, unknown, Member>();
  return (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.keyCode === 229) return;
    const target = event.target as HTMLInputElement;
    if (target.type === 'checkbox') {
      event.preventDefault();
      if (isDeliberate(event.nativeEvent) && !isBounce()) onSave();
      return;
    }
    const field = FIELD_ORDER.find((name) => name === target.name);
    if (!field || (field === 'remark' && event.shiftKey)) return;
    event.preventDefault();
    if (!isDeliberate(event.nativeEvent) || isBounce()) return;
    if (field === 'mobile' && !leavePhone(form)) return;
    const next = afterEnter(field, form.getValues());
    if (next === 'save') onEnd();
    else focusField(next);
  };
}
