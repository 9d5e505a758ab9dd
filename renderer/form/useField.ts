import { type RegisterOptions, useFormContext } from 'react-hook-form';
import type { FieldName } from '../../app/member/memberFields.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { errorId, fieldId } from './FieldFrame.tsx';

/** A dialog has taken the focus, perhaps by itself and in the middle of a number. */
function isBehindDialog(): boolean {
  return document.querySelector('dialog:modal') !== null;
}

/**
 * The properties of a native control for one field. A field is checked when it is left, but not
 * when it is left empty: passing by is not a mistake. Nor is it one that a dialog comes up: the focus comes back.
 */
export function useField(name: FieldName, options?: RegisterOptions<MemberInput, FieldName>) {
  const { register, formState } = useFormContext<MemberInput>();
  const registered = register(name, options);
  return {
    ...registered,
    onBlur: async (event: { target: { value?: string }; type: string }) => {
      if (event.target.value !== '' && !isBehindDialog()) await registered.onBlur(event);
    },
    id: fieldId(name),
    autoComplete: 'off',
    'aria-invalid': formState.errors[name] !== undefined,
    'aria-describedby': errorId(name),
  };
}
