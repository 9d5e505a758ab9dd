import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';

/** Puts the focus into the first field on the screen that is wrong. */
export function focusFirstWrong<Values extends FieldValues, Output>(
  form: UseFormReturn<Values, unknown, Output>,
): void {
  for (const control of document.querySelectorAll<HTMLElement>('input[name], select[name]')) {
    const name = control.getAttribute('name') as FieldPath<Values>;
    if (!form.getFieldState(name).invalid) continue;
    control.focus();
    return;
  }
}
