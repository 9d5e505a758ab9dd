/** Runs inside the page: it may use nothing from outside its own body. */
export function findCutOff(): string[] {
  const problems: string[] = [];
  // Behind a modal dialog nothing can be seen for sure, and nothing can be reached.
  const modal = document.querySelector('dialog:modal');
  const root = document.documentElement;
  // Without the scroll bar, which hides what is under it.
  const width = root.clientWidth;
  if (root.scrollWidth > width) problems.push(`page: ${root.scrollWidth} wide in ${width}`);
  const nameOf = (element: Element) =>
    element.getAttribute('data-testid') ?? `${element.tagName}.${element.className}`;
  const isHiddenOnPurpose = (element: Element) =>
    element.closest('.visually-hidden, .field-legend, [aria-hidden="true"] svg, [inert]') !==
      null || !element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true });
  const clips = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
  // Words that end in "…" or after a number of lines say so themselves; their whole text is elsewhere.
  const isShortened = (element: Element) => element.closest('[data-shortened]') !== null;

  for (const element of (modal ?? document.body).querySelectorAll('*')) {
    if (isHiddenOnPurpose(element) || element.closest('svg')) continue;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (box.left < -0.5 || box.right > width + 0.5)
      problems.push(`outside: ${nameOf(element)} ${box.left}–${box.right}`);
    if (!isShortened(element)) {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      // What somebody has typed scrolls in its field, as everywhere.
      const isTyped = element instanceof HTMLInputElement && element.value !== '';
      const scrolls = isTyped || style.overflowX === 'auto' || style.overflowX === 'scroll';
      if (!scrolls && style.display !== 'inline')
        if (clientWidth > 0 && scrollWidth > clientWidth + 1)
          problems.push(`too wide: ${nameOf(element)} ${scrollWidth} in ${clientWidth}`);
      // A card of a fixed height does not clip: its button would lie over the label beneath.
      const holds = clips(style.overflowY) || element.matches('.result-card.known');
      if (holds && clientHeight > 0 && scrollHeight > clientHeight + 1)
        problems.push(`too high: ${nameOf(element)} ${scrollHeight} in ${clientHeight}`);
    }
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
      const pen = document.createElement('canvas').getContext('2d');
      if (!pen || element.value !== '' || element.placeholder === '') continue;
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const room =
        element.clientWidth -
        Number.parseFloat(style.paddingLeft) -
        Number.parseFloat(style.paddingRight);
      const needed = pen.measureText(element.placeholder).width;
      if (needed > room) problems.push(`placeholder: ${nameOf(element)} ${needed} in ${room}`);
    }
    if (element instanceof HTMLSelectElement) {
      const pen = document.createElement('canvas').getContext('2d');
      if (!pen) continue;
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const words = element.selectedOptions[0]?.textContent ?? '';
      const room =
        element.clientWidth -
        Number.parseFloat(style.paddingLeft) -
        Number.parseFloat(style.paddingRight);
      const needed = pen.measureText(words).width;
      if (needed > room) problems.push(`choice: ${nameOf(element)} ${needed} in ${room}`);
    }
  }
  return problems;
}
