import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_MEMBER, memberSchema } from './memberSchema.ts';
import { isBlank, trimUnseen, withoutUnseen } from './unseen.ts';

/** Of the format characters these have a shape of their own: signs around Arabic and other numerals. */
const MARKED =
  /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}\u{13430}-\u{1343f}]/u;

const everyCharacter = () =>
  Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code));

const unseen = everyCharacter().filter(
  (one) => /\p{Cf}|\p{Default_Ignorable_Code_Point}/u.test(one) && !MARKED.test(one),
);

test('every format character of Unicode that shows nothing is known', () => {
  for (const one of [...'\u00ad\u061c\u200b\u200e\u202a\u202e\u2060\u2066\u2069\ufeff'])
    expect(unseen).toContain(one);
  expect(unseen.filter((one) => withoutUnseen(one) !== '' || !isBlank(one))).toEqual([]);
});

test('letters, digits, signs and the spaces of a keyboard are left alone', () => {
  const seen = everyCharacter().filter((one) => /[\p{L}\p{N}\p{P}\p{S} \t\n]/u.test(one));
  const fillers = /[\u115f\u1160\u3164\uffa0]/;
  expect(seen.filter((one) => withoutUnseen(one) !== one && !fillers.test(one))).toEqual([]);
});

describe('what is put between the characters of a copied text', () => {
  const strewn = (text: string) =>
    fc
      .array(fc.array(fc.constantFrom(...unseen, '\u00a0', '\u2009', '\u202f'), { maxLength: 2 }), {
        minLength: text.length + 1,
        maxLength: text.length + 1,
      })
      .map((gaps) => gaps.map((gap, at) => `${gap.join('')}${text[at] ?? ''}`).join(''));

  test('changes no number, no birthday and no member code', () => {
    const plain = { mobile: '13800138000', birthday: '1990-01-01', outerId: 'oUpF8uMu' };
    const read = memberSchema('2026-11-24');
    fc.assert(
      fc.property(
        strewn('+86 138-0013-8000'),
        strewn('1990年1月1日'),
        strewn(plain.outerId),
        (mobile, birthday, outerId) => {
          const input = { ...EMPTY_MEMBER, mobile, birthday, outerId, outerType: 'wechat' };
          expect(read.parse(input)).toEqual({ ...plain, outerType: 'wechat' });
        },
      ),
    );
  });
});

describe('the ends of a name', () => {
  test('are cut once and for all, and only what is empty to the eye is cut', () => {
    const character = fc.oneof(
      fc.constantFrom(...unseen),
      fc.constantFrom(...'张e\u0301葛·ක්\u{20bb7}'),
    );
    fc.assert(
      fc.property(
        fc.array(character).map((all) => all.join('')),
        (text) => {
          const once = trimUnseen(text);
          expect(trimUnseen(once)).toBe(once);
          const [before = '', after = ''] = once === '' ? [text] : text.split(once, 2);
          expect(isBlank(before) && isBlank(after)).toBe(true);
          expect(isBlank(once)).toBe(once === '');
        },
      ),
    );
  });

  test('are found in a long text of nothing as quickly as in a short one', () => {
    // With a search that begins anew at each character this would take minutes.
    const long = '\u200b'.repeat(1_000_000);
    expect(trimUnseen(long)).toBe('');
    expect(trimUnseen(`${long}王${long}`)).toBe('王');
  });
});
