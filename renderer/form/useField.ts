import { useContext } from 'react';
import { type RegisterOptions, useFormContext } from 'react-hook-form';
import type { FieldName } from '../../app/member/memberFields.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { errorId, fieldId } from './FieldFrame.tsx';
import { UnchosenContext } from './UnchosenContext.ts';

/** A dialog, a menu or the lock has taken the focus, perhaps by itself and in the middle of a number. */
function isOnlyCovered(field: Element): boolean {
  if (field.closest('[hidden]') !== null) return true;
  return document.querySelector('dialog:modal, [role="menu"]') !== null;
}

/**
 * The properties of a native control for one field. A field is checked when it is left, but not
 * when it is left empty: passing by is not a mistake. Nor is it one that something lies over the form: the focus comes
 * back.
 */
export function useField(name: FieldName, options?: RegisterOptions<MemberInput, FieldName>) {
  const { register, formState } = useFormContext<MemberInput>();
  const registered = register(name, options);
  const refusedAt = useContext(UnchosenContext)[name]?.refusedAt ?? null;
  return {
    ...registered,
    onBlur: async (event: { target: Element & { value?: string }; type: string }) => {
      const { target } = event;
      if (target.value !== '' && !isOnlyCovered(target)) await registered.onBlur(event);
    },
    id: fieldId(name),
    autoComplete: 'off',
    'aria-invalid': formState.errors[name] !== undefined || refusedAt !== null,
    'aria-describedby': errorId(name),
  };
}
