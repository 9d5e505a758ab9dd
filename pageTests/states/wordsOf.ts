import { CATALOGUES } from '../../app/messages/catalogues.ts';
import { type Locale, ORIGINAL } from '../../app/settings/locales.ts';
import type { Page } from '../Page.ts';
import type { Part } from './State.ts';

/** Words that are part of a sentence and stand nowhere alone. */
const INSIDE_OTHERS =
  /^(?:(?:fix|offset|age|(?:held|closed)Reason|wizard\.steps|provision\.(?:part|queuePer))\.|consent\.title$|queue\.(?:drained|rate|timeLeft)$)/;

/** What is said before the till has told its language is said in Chinese. */
const isEarly = (key: string) => key === 'app.loading' || key.startsWith('app.failed.');

/** Every text on the page, and what a screen reader says instead of it. */
export function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (node instanceof Text) texts.push(node.data);
      else if (node instanceof Element)
        texts.push(...['aria-label', 'title', 'placeholder'].map((name) => node.getAttribute(name)));
    return texts.filter(Boolean).map((text) => text.trim());
  })()`);
}

/** Which keys of the catalogue are this part's and stand in none of the texts. */
export function unseenWords(
  locale: Locale,
  part: Part,
  parts: readonly Part[],
  texts: ReadonlySet<string>,
): string[] {
  const all = [...texts];
  return [...keysOf(CATALOGUES[locale])]
    .filter(([key]) => partOf(key, parts) === part && !(locale !== ORIGINAL && isEarly(key)))
    .filter(([key, words]) => {
      const pattern = words
        .split(/{{\w+}}/)
        .map(quoted)
        .join('[^]*');
      const seen = new RegExp(INSIDE_OTHERS.test(key) ? pattern : `^${pattern}$`);
      return !all.some((text) => seen.test(text));
    })
    .map(([key]) => key);
}

/** The part that claims a key, by the longest of its claims. */
export function partOf(key: string, parts: readonly Part[]): Part | undefined {
  const claimed = (part: Part) =>
    Math.max(
      0,
      ...part.words
        .filter((word) => key === word || key.startsWith(`${word}.`))
        .map(({ length }) => length),
    );
  const best = [...parts].sort((one, other) => claimed(other) - claimed(one))[0];
  return best !== undefined && claimed(best) > 0 ? best : undefined;
}

/** Every key of a catalogue with its words. */
export function* keysOf(tree: object, prefix = ''): Generator<[key: string, words: string]> {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') yield [prefix + key, value];
    else yield* keysOf(value, `${prefix}${key}.`);
  }
}

function quoted(text: string): string {
  return text.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
