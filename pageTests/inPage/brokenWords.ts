/**
 * Runs inside the page: it may use nothing from outside its own body. Titles that go on in the next line in the middle
 * of a phrase, though the phrase has room in one. Chinese has no gaps between words: the signs between phrases are its
 * places to break.
 */
export function findBrokenWords(): string[] {
  const problems: string[] = [];
  const modal = document.querySelector('dialog:modal');
  const titles = 'h1, h2, h3, [class$="-title"], [class*="-title "]';
  const isOfPhrase = (sign: string | undefined) => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
  for (const title of (modal ?? document).querySelectorAll<HTMLElement>(titles)) {
    if (title.closest('.visually-hidden, [data-shortened]') !== null) continue;
    if (!title.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? '';
      const range = document.createRange();
      const boxAt = (place: number) => {
        range.setStart(node as Text, place);
        range.setEnd(node as Text, place + 1);
        return range.getBoundingClientRect();
      };
      for (let place = 1; place < text.length; place += 1) {
        if (!isOfPhrase(text[place - 1]) || !isOfPhrase(text[place])) continue;
        const [before, after] = [boxAt(place - 1), boxAt(place)];
        if (after.top - before.top < before.height / 2) continue;
        let [start, end] = [place, place];
        while (isOfPhrase(text[start - 1])) start -= 1;
        while (isOfPhrase(text[end])) end += 1;
        let width = 0;
        for (let sign = start; sign < end; sign += 1) width += boxAt(sign).width;
        if (width < title.clientWidth - before.width)
          problems.push(`broken: ${text.slice(start, place)}/${text.slice(place, end)}`);
      }
    }
  }
  return problems;
}
