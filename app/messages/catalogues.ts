import type { Locale } from '../settings/locales.ts';
import en from './en.json' with { type: 'json' };
import enLater from './en.later.json' with { type: 'json' };
import zhCN from './zh-CN.json' with { type: 'json' };
import zhCNLater from './zh-CN.later.json' with { type: 'json' };

/**
 * Chinese is the original; a missing English text is a type error. What the first screen does not say lies
 * in the second file of a language, which comes with the screens that say it.
 */
export type Catalogue = typeof zhCN & typeof zhCNLater;

/** Every word that a person sees, by locale. */
export const CATALOGUES: Readonly<Record<Locale, Catalogue>> = {
  'zh-CN': together(zhCN, zhCNLater),
  en: together(en, enLater),
};

/** The sections of both files; one that begins in the first file goes on in the second. */
function together<First extends object, Later extends object>(
  first: First,
  later: Later,
): First & Later {
  const sections = new Map<string, object>(Object.entries(first));
  for (const [name, words] of Object.entries(later)) {
    sections.set(name, { ...sections.get(name), ...words });
  }
  return Object.fromEntries(sections) as First & Later;
}
