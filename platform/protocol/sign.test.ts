import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectorFile from '../fixtures/sign-vectors.json' with { type: 'json' };
import { expectedSign, isSignedBy } from './sign.ts';

const methods = ['md5', 'hmac', 'hmac-sha256'];
const anyText = fc.string({ unit: 'grapheme' });
const anyParams = fc
  .dictionary(fc.string({ minLength: 1 }), anyText, { noNullPrototype: true })
  .map((params) => new Map(Object.entries(params).filter(([name]) => !name.startsWith('sign'))));

function signed(params: Map<string, string>, method: string, secret: string): Map<string, string> {
  const all = new Map(params).set('sign_method', method);
  return all.set('sign', expectedSign(all, method, secret) ?? '');
}

describe('the sign', () => {
  it.each(vectorFile.vectors)('agrees with independent clients on $id', (vector) => {
    const params = new Map<string, string>(Object.entries(vector.params));
    expect(expectedSign(params, vector.sign_method, vector.app_secret)).toBe(vector.expected_sign);
    params.set('sign', vector.expected_sign);
    expect(isSignedBy(params, vector.app_secret)).toBe(true);
  });

  it('sorts by code unit, so that "B" comes before "a" and "_" before letters', () => {
    const sorted = new Map([
      ['B', '1'],
      ['_', '2'],
      ['a', '3'],
    ]);
    const shuffled = new Map([
      ['a', '3'],
      ['_', '2'],
      ['B', '1'],
    ]);
    const sign = 'C6B7DE71F0B64C69090E38BD2B48D512';
    expect(expectedSign(shuffled, 'md5', 's')).toBe(expectedSign(sorted, 'md5', 's'));
    expect(expectedSign(shuffled, 'md5', 's')).toBe(sign);
  });

  it('does not depend on the order in which the parameters came', () => {
    fc.assert(
      fc.property(anyParams, fc.constantFrom(...methods), (params, method) => {
        const reversed = new Map([...params].reverse());
        expect(expectedSign(reversed, method, 's')).toBe(expectedSign(params, method, 's'));
      }),
    );
  });

  it('fits no other parameters, no other secret and no other method', () => {
    fc.assert(
      fc.property(anyParams, anyText, fc.constantFrom(...methods), (params, value, method) => {
        const good = signed(params, method, 'secret');
        expect(isSignedBy(good, 'secret')).toBe(true);
        expect(isSignedBy(good, 'secret2')).toBe(false);
        expect(isSignedBy(new Map(good).set('zz-extra', value), 'secret')).toBe(false);
        for (const other of methods.filter((name) => name !== method)) {
          expect(isSignedBy(new Map(good).set('sign_method', other), 'secret')).toBe(false);
        }
      }),
    );
  });

  it('is refused in lower case, cut, or with an unknown method', () => {
    const good = signed(new Map([['v', '2.0']]), 'md5', 's');
    const sign = good.get('sign') ?? '';
    expect(isSignedBy(new Map(good).set('sign', sign.toLowerCase()), 's')).toBe(false);
    expect(isSignedBy(new Map(good).set('sign', sign.slice(1)), 's')).toBe(false);
    expect(isSignedBy(new Map(good).set('sign_method', 'sha1'), 's')).toBe(false);
    good.delete('sign_method');
    expect(isSignedBy(good, 's')).toBe(false);
  });
});
