import type { KeyboardEvent } from 'react';
import { useFormContext } from 'react-hook-form';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { isDeliberate } from '../keys/functionKeys.ts';
import { focusField } from './focusField.ts';
import { afterEnter, FIELD_ORDER } from './keyFlow.ts';

interface EnterFlowOptions {
  /** Enter in the last field. */
  onEnd: () => void;
  onSave: () => void;
  /** True while Enter is the bounce of the press that has just saved. */
  isBounce: () => boolean;
}

/** Enter goes through the fields of the form, and saves from a box that can be ticked. */
export function useEnterFlow({ onEnd, onSave, isBounce }: EnterFlowOptions) {
  const { getValues } = useFormContext<MemberInput>();
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
    const next = afterEnter(field, getValues());
    if (next === 'save') onEnd();
    else focusField(next);
  };
}
