import type { Language } from '../view/listQuery.ts';
import english from './en.json' with { type: 'json' };
import chinese from './zh-CN.json' with { type: 'json' };

/** Chinese is the original; a text that the other language lacks is a type error. */
export type Words = typeof chinese;

export const WORDS: Readonly<Record<Language, Words>> = { 'zh-CN': chinese, en: english };

/** A text with its gaps filled: `{name}`. */
export function filled(text: string, gaps: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) =>
    Object.hasOwn(gaps, name) ? String(gaps[name]) : gap,
  );
}
