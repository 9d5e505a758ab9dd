import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeForm } from './decodeForm.ts';

it('gives back exactly what a form encoder was given', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1 });
  const pair = fc.tuple(name, fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(fc.array(pair), (pairs) => {
      const decoded = decodeForm(new URLSearchParams(pairs).toString());
      expect(decoded).toEqual({ pairs, badEncoding: false });
    }),
  );
});

it.each([
  ['a byte that starts nothing', 'a=%FF'],
  ['GBK text', 'name=%C1%F5%B5%C2%BB%AA'],
  ['an overlong form', 'a=%C0%AF'],
  ['a lone surrogate', 'a=%ED%A0%80'],
  ['a cut escape', 'a=%E5%88'],
  ['half an escape', 'a=100%'],
  ['raw text beyond ASCII', 'a=刘'],
  ['a bad name', '%FF=a'],
])('says that %s is not UTF-8, and keeps the rest', (_, text) => {
  expect(decodeForm(`${text}&format=json`)).toEqual({
    pairs: [['format', 'json']],
    badEncoding: true,
  });
});
