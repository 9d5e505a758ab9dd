import { LOCALES, type Locale, type ORIGINAL } from '../settings/locales.ts';
import { FOUND } from './found.ts';
import { together } from './together.ts';

type Early = (typeof FOUND)[typeof ORIGINAL][0];
type Later = (typeof FOUND)[typeof ORIGINAL][1];

/**
 * Chinese is the original; a text that another language lacks is a type error. What the first screen does not say lies
 * in the second file of a language, which comes with the screens that say it.
 */
export type Catalogue = Early & Later;

const FILES: Readonly<Record<Locale, readonly [Early, Later]>> = FOUND;

/** Every word that somebody sees, by locale. */
export const CATALOGUES = Object.fromEntries(
  LOCALES.map((locale) => [locale, together(...FILES[locale])]),
) as Readonly<Record<Locale, Catalogue>>;
