/** Puts the focus into the box of the consent. */
export function focusConsent(): void {
  document.getElementsByName('consent')[0]?.focus();
}
