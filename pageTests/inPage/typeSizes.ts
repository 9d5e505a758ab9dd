/** Runs inside the page: it may use nothing from outside its own body. Sizes in CSS px. */
export function findSmallType(least: { used: number; told: number; read: number }): string[] {
  const problems = new Set<string>();
  const modal = document.querySelector('dialog:modal');
  const isShown = (element: Element) =>
    element.checkVisibility({ checkVisibilityCSS: true }) &&
    element.closest('.visually-hidden, .field-legend') === null;
  const check = (element: Element, size: number, words: string) => {
    const found = Number.parseFloat(getComputedStyle(element).fontSize);
    if (found < size) problems.add(`type: ${found} px in place of ${size}: ${words.slice(0, 40)}`);
  };
  const leastOf = (element: Element) => {
    // The name of a key stands on a button, beside what the button does.
    if (element.closest('kbd')) return least.read;
    // The row of a list is read before it is pressed, as in every list.
    if (element.closest('li > .line')) return least.read;
    if (element.closest('button, label, [role^="menuitem"]')) return least.used;
    return element.closest('.field-error, [role="alert"]') ? least.told : least.read;
  };
  const walker = document.createTreeWalker(modal ?? document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const words = node.textContent?.trim() ?? '';
    if (element && words !== '' && isShown(element)) check(element, leastOf(element), words);
  }
  for (const field of (modal ?? document).querySelectorAll('input, select, textarea')) {
    const isDrawn = field.matches(':not([type="checkbox"], [type="radio"])') && isShown(field);
    if (isDrawn) check(field, least.used, field.getAttribute('data-testid') ?? field.tagName);
  }
  return [...problems];
}
