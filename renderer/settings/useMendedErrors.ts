import { useEffect } from 'react';
import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';

/**
 * A mistake that is told is looked at again with every change, of its own field or of one that it depends on: it is gone
 * as soon as it is mended. What is not told yet is left alone until somebody asks.
 */
export function useMendedErrors<Values extends FieldValues, Output>(
  form: UseFormReturn<Values, unknown, Output>,
): void {
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: () => {
          const told = toldNames(form);
          if (told.length > 0) void form.trigger(told);
        },
      }),
    [form],
  );
}

/** By the fields that there are, as a mistake may lie in a list. */
function toldNames<Values extends FieldValues, Output>(
  form: UseFormReturn<Values, unknown, Output>,
): FieldPath<Values>[] {
  const controls = document.querySelectorAll('[aria-invalid=true][name]');
  return [...controls]
    .map((control) => control.getAttribute('name') as FieldPath<Values>)
    .filter((name) => form.getFieldState(name).invalid);
}
