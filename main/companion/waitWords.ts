import { CATALOGUES } from '../../app/messages/catalogues.ts';
import type { Locale } from '../../app/settings/locales.ts';

export interface SaveCounts {
  /** Not sent yet. */
  waiting: number;
  /** Somebody has to look at them: they do not go by themselves. */
  held: number;
}

/**
 * What is not done, a line each: what waits for the network, and what waits for somebody. `ofWaiting`: what becomes of the
 * former, said in the same line.
 */
export function waitWords(locale: Locale, { waiting, held }: SaveCounts, ofWaiting = ''): string {
  const { waits, waitsNone, needSomebody } = CATALOGUES[locale].companion;
  if (waiting + held === 0) return waitsNone;
  return [
    ...(waiting > 0 ? [counted(waits, waiting) + ofWaiting] : []),
    ...(held > 0 ? [counted(needSomebody, held)] : []),
  ].join('\n');
}

/** What stands in the form and is nowhere else goes with the program: said first, where there is such a thing. */
export function typedWords(locale: Locale, isTypedKept: boolean): string {
  return isTypedKept ? '' : `${CATALOGUES[locale].companion.typedLost}\n`;
}

/** What closing the window asks: about what is still to be sent, where anything is. */
export function closingWords(
  locale: Locale,
  counts: SaveCounts,
  isTypedKept = true,
): { message: string; detail: string } {
  const { close } = CATALOGUES[locale].companion;
  const isAllSent = counts.waiting + counts.held === 0;
  const detail = isAllSent ? close.detailSent : close.detail;
  return {
    message: isAllSent ? close.questionSent : close.question,
    detail: `${typedWords(locale, isTypedKept)}${waitWords(locale, counts)}\n${detail}`,
  };
}

export function counted(text: string, count: number): string {
  return text.replace('{{count}}', String(count));
}
