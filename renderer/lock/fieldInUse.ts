/**
 * The field of the form that has the focus, or null: what a hand that comes back goes on with. A
 * button, or what stands in a dialog, was on the way to something that the lock has closed.
 */
export function fieldInUse(): HTMLElement | null {
  return document.querySelector<HTMLElement>('.form :is(input, textarea, select):focus');
}
