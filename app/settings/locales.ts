import languages from './languages.json' with { type: 'json' };

/** A language of the program, as a BCP 47 tag: each whose catalogue lies in `app/messages/`. */
export type Locale = keyof typeof languages;

/** The original, which the page speaks before it knows anything. */
export const ORIGINAL = 'zh-CN' as const satisfies Locale;

/** The original first. */
export const LOCALES = Object.keys(languages) as [Locale, ...Locale[]];

/** How each language calls itself, also in the two or three letters of a button. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, { name: string; short: string }>> = languages;

export function isLocale(text: string | null): text is Locale {
  return text !== null && Object.hasOwn(languages, text);
}

/** The one that a button offers while this one is spoken. */
export function nextLocale(locale: Locale): Locale {
  return LOCALES[(LOCALES.indexOf(locale) + 1) % LOCALES.length] ?? ORIGINAL;
}
