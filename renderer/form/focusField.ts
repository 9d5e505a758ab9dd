import type { FieldName } from '../../app/member/memberFields.ts';
import { takesText } from '../focus/fieldMemory.ts';

/**
 * Puts the focus into a field at once. React Hook Form's own `setFocus` waits for a timer, and what
 * a scanner or a fast hand types meanwhile would land in the field before.
 */
export function focusField(name: FieldName): void {
  const controls = [...document.getElementsByName(name)];
  const chosen = controls.find((control) => control instanceof HTMLInputElement && control.checked);
  (chosen ?? controls[0])?.focus();
}

/** The focus, and the caret behind what stands there: to be looked at, and put right with Backspace. */
export function rereadField(name: FieldName): void {
  focusField(name);
  const field = document.activeElement;
  if (takesText(field)) field.setSelectionRange(field.value.length, field.value.length);
}
