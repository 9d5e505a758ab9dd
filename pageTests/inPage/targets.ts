/** Runs inside the page: it may use nothing from outside its own body. */
export function findSmallTargets(size: number, gap: number): string[] {
  const problems: string[] = [];
  // Behind a modal dialog nothing can be seen for sure, and nothing can be reached.
  const modal = document.querySelector('dialog:modal');
  const interactive =
    'a[href], button, input, select, textarea, summary, [role^="menuitem"], [role="option"], [role="tab"]';
  const nameOf = (element: Element) =>
    element.getAttribute('data-testid') ?? (element.id || element.outerHTML.slice(0, 80));
  const isShown = (element: Element) =>
    element.checkVisibility({ checkVisibilityCSS: true }) &&
    element.getBoundingClientRect().width > 0;
  // A control inside its label is as large as the label: a tap anywhere on it counts.
  const areaOf = (element: Element) => element.closest('label') ?? element;
  const targets = [...document.querySelectorAll(interactive)]
    .filter((element) => isShown(element) && !element.closest('[inert]'))
    .filter((element) => modal === null || modal.contains(element))
    .map((element) => ({
      element,
      area: areaOf(element),
      box: areaOf(element).getBoundingClientRect(),
    }));
  for (const { element, box } of targets) {
    // Half a pixel is what rounding of the layout may take.
    if (box.width < size - 0.5 || box.height < size - 0.5)
      problems.push(`small: ${nameOf(element)} ${box.width} × ${box.height}`);
  }
  // What a scrolling part has out of sight, or half out of sight, is not next to what stands below it.
  const isScrolledAway = ({ element, box }: { element: Element; box: DOMRect }) => {
    const lists = '[data-scrolls]';
    for (
      let list = element.closest(lists);
      list;
      list = list.parentElement?.closest(lists) ?? null
    ) {
      const seen = list.getBoundingClientRect();
      if (box.bottom > seen.bottom || box.top < seen.top) return true;
    }
    return false;
  };
  const layerOf = (element: Element) =>
    element.closest('dialog, [role="menu"], [role="dialog"], [data-layer]');
  for (const [index, one] of targets.entries()) {
    for (const other of targets.slice(index + 1)) {
      if (one.area === other.area || layerOf(one.element) !== layerOf(other.element)) continue;
      // The rows of one list stand together, as the rows of a menu do everywhere.
      if (one.element.matches('[role]') && other.element.matches('[role]')) continue;
      if (isScrolledAway(one) || isScrolledAway(other)) continue;
      const across =
        Math.max(one.box.left, other.box.left) - Math.min(one.box.right, other.box.right);
      const down =
        Math.max(one.box.top, other.box.top) - Math.min(one.box.bottom, other.box.bottom);
      if (Math.max(across, down) < gap - 0.5)
        problems.push(`near: ${nameOf(one.element)} and ${nameOf(other.element)}`);
    }
  }
  return problems;
}
