/** Runs inside the page: it may use nothing from outside its own body. */
export function findCovered(): string[] {
  const problems: string[] = [];
  // Behind a modal dialog nothing can be seen for sure, and nothing can be reached.
  const modal = document.querySelector('dialog:modal');
  const layerOf = (element: Element) =>
    element.closest('dialog, [role="menu"], [role="dialog"], [data-layer]');
  const isOutOfSight = (element: Element, lists: string, top: number, bottom: number) => {
    for (
      let list = element.closest(lists);
      list;
      list = list.parentElement?.closest(lists) ?? null
    ) {
      const seen = list.getBoundingClientRect();
      if (bottom > seen.bottom || top < seen.top) return true;
    }
    return false;
  };
  const words: { text: string; element: Element; box: DOMRect }[] = [];
  const walker = document.createTreeWalker(modal ?? document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (!element || text === '' || element.closest('.visually-hidden, .field-legend, select'))
      continue;
    if (!element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      // What a scrolling list or a shortened text has out of sight is not drawn.
      if (isOutOfSight(element, '[data-scrolls], [data-shortened]', box.top, box.bottom)) continue;
      words.push({ text, element, box });
    }
  }
  for (const [index, one] of words.entries()) {
    for (const other of words.slice(index + 1)) {
      if (one.element === other.element || layerOf(one.element) !== layerOf(other.element))
        continue;
      const across =
        Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down =
        Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      // Line boxes are higher than their letters: a third of a line may overlap unseen.
      if (across > 1 && down > Math.min(one.box.height, other.box.height) / 3)
        problems.push(`over each other: "${one.text}" and "${other.text}"`);
    }
  }
  for (const control of (modal ?? document).querySelectorAll('button, input, select, textarea')) {
    const box = control.getBoundingClientRect();
    if (box.width === 0 || !control.checkVisibility({ checkVisibilityCSS: true })) continue;
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const top = document.elementFromPoint(x, y);
    if (!top || layerOf(top) !== layerOf(control)) continue;
    const area = control.closest('label') ?? control;
    // Boxes lie at fractions of a pixel, and are drawn and hit at whole ones.
    if (isOutOfSight(control, '[data-scrolls]', y - 1, y + 1)) continue;
    if (!area.contains(top) && !top.contains(area))
      problems.push(
        `covered: ${control.getAttribute('data-testid') ?? control.outerHTML.slice(0, 80)}`,
      );
  }
  return problems;
}
