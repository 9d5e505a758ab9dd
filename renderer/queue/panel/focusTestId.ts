/** Gives the focus to an element of the panel, if it is there. */
export function focusTestId(testId: string): void {
  document.querySelector<HTMLElement>(`[data-testid=${testId}]`)?.focus();
}
