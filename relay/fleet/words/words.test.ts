import { expect, test } from 'vitest';
import { REPORTED_PAUSES } from '../../../app/report/tillReport.ts';
import { SORTS } from '../view/listQuery.ts';
import { LOOKS } from '../view/tillLook.ts';
import { filled, WORDS } from './words.ts';

/** Each text by its place. */
function textsOf(words: object, place = ''): [string, string][] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[`${place}${name}`, value] as [string, string]]
      : textsOf(value as object, `${place}${name}.`),
  );
}

const CHINESE = new Map(textsOf(WORDS['zh-CN']));
const ENGLISH = new Map(textsOf(WORDS.en));

test('both languages say the same things', () => {
  expect([...ENGLISH.keys()]).toEqual([...CHINESE.keys()]);
  const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [place, text] of CHINESE)
    expect(gaps(ENGLISH.get(place) ?? ''), place).toEqual(gaps(text));
});

test('the Chinese is Chinese and the English is not', () => {
  const isHan = (text: string) => /\p{Script=Han}/u.test(text);
  for (const [place, text] of ENGLISH) {
    if (place !== 'otherLanguage') expect(isHan(text), place).toBe(false);
  }
  for (const [place, text] of CHINESE) {
    if (place !== 'otherLanguage' && text !== '') expect(isHan(text), place).toBe(true);
  }
});

test('everything that a till can be has its words', () => {
  for (const { looks, pauses, columns } of Object.values(WORDS)) {
    expect(Object.keys(looks)).toEqual([...LOOKS]);
    expect(Object.keys(pauses)).toEqual([...REPORTED_PAUSES]);
    expect(Object.keys(columns)).toEqual(expect.arrayContaining([...SORTS]));
  }
});

test('a gap that nothing fills stays to be seen', () => {
  expect(filled('{a} of {b}', { a: 1 })).toBe('1 of {b}');
  expect(filled('{toString}', {})).not.toContain('function');
});
