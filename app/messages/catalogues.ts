import type { Locale } from '../settings/provision.ts';
import en from './en.json' with { type: 'json' };
import zhCN from './zh-CN.json' with { type: 'json' };

/** Chinese is the original; a missing English text is a type error. */
export type Catalogue = typeof zhCN;

/** Every word that a person sees, by locale. Used by the page and by the window's title. */
export const CATALOGUES: Readonly<Record<Locale, Catalogue>> = { 'zh-CN': zhCN, en };
