/** Runs inside the page: it may use nothing from outside its own body. Words that stand outside their card. */
export function findSpilled(): string[] {
  const problems = new Set<string>();
  const modal = document.querySelector('dialog:modal');
  const cards = '.result, .result-card, .scan-card, .banner, .correction-whose, .wizard-lost';
  const walker = document.createTreeWalker(modal ?? document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const words = node.textContent?.trim() ?? '';
    const card = element?.closest(cards);
    if (!element || !card || words === '') continue;
    // What is shortened on purpose is not drawn beyond its own place.
    if (element.closest('.visually-hidden, [data-shortened]') !== null) continue;
    if (!element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    const box = card.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { top, bottom, left, right } of range.getClientRects()) {
      // Line boxes are a little higher than their letters.
      const spill = Math.max(
        bottom - box.bottom,
        box.top - top,
        right - box.right,
        box.left - left,
      );
      if (spill > 2) problems.add(`spills ${Math.round(spill)} px: ${words.slice(0, 40)}`);
    }
  }
  return [...problems];
}
