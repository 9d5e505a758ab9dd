/**
 * Runs inside the page: it may use nothing from outside its own body. Lines that begin with the sign that ends a phrase,
 * though both have room in one line. A phrase that is longer breaks where it must.
 */
export function findLeadingSigns(): string[] {
  const problems: string[] = [];
  const root = document.querySelector('dialog:modal') ?? document.body;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent ?? '';
    if (!/.[，。、；：！？]/.test(text)) continue;
    const { parentElement } = node;
    if (parentElement?.closest('.visually-hidden, [data-shortened]') !== null) continue;
    if (!parentElement.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    const boxAt = (place: number) => {
      range.setStart(node as Text, place);
      range.setEnd(node as Text, place + 1);
      return range.getBoundingClientRect();
    };
    for (let place = 1; place < text.length; place += 1) {
      if (!/[，。、；：！？]/.test(text[place] ?? '') || text[place - 1] === '\n') continue;
      const [before, sign] = [boxAt(place - 1), boxAt(place)];
      if (sign.top - before.top < before.height / 2) continue;
      let box: Element = parentElement;
      while (getComputedStyle(box).display === 'inline') box = box.parentElement ?? document.body;
      const { paddingLeft, paddingRight } = getComputedStyle(box);
      const room =
        box.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
      let width = sign.width;
      for (let one = place - 1; one >= 0 && !/[\s，。、；：！？]/.test(text[one] ?? ''); one -= 1)
        width += boxAt(one).width;
      if (width > room) continue;
      problems.push(
        `begins a line: ${text.slice(Math.max(0, place - 8), place)}/${text.slice(place, place + 4)}`,
      );
    }
  }
  return problems;
}
