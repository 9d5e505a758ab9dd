import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SIGN_METHODS, type SignMethod } from '../../app/settings/provision.ts';
import { sign } from './sign.ts';

interface Vector {
  id: string;
  app_secret: string;
  params: Record<string, string>;
  sign_method: SignMethod;
  expected_sign: string;
}

const { vectors } = JSON.parse(
  readFileSync(new URL('./fixtures/sign-vectors.json', import.meta.url), 'utf8'),
) as { vectors: Vector[] };

const parameters = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' }));
const method = fc.constantFrom(...SIGN_METHODS);

describe('sign', () => {
  test('the vectors cover all three methods', () => {
    expect(new Set(vectors.map((vector) => vector.sign_method))).toEqual(new Set(SIGN_METHODS));
  });

  test.each(vectors)('agrees with independent clients: $id', (vector) => {
    expect(sign(vector.params, vector.app_secret, vector.sign_method)).toBe(vector.expected_sign);
  });

  test('does not depend on the order in which parameters were given', () => {
    fc.assert(
      fc.property(parameters, fc.string(), method, (given, secret, signMethod) => {
        const reversed = Object.fromEntries(Object.entries(given).reverse());
        expect(sign(reversed, secret, signMethod)).toBe(sign(given, secret, signMethod));
      }),
    );
  });

  test('never covers the sign itself', () => {
    fc.assert(
      fc.property(
        parameters,
        fc.string(),
        method,
        fc.string(),
        (given, secret, signMethod, old) => {
          const { sign: _, ...rest } = given;
          expect(sign({ ...rest, sign: old }, secret, signMethod)).toBe(
            sign(rest, secret, signMethod),
          );
        },
      ),
    );
  });

  test('changes with every value, whatever characters it has', () => {
    fc.assert(
      fc.property(
        parameters,
        fc.string({ unit: 'grapheme' }),
        method,
        (given, value, signMethod) => {
          const before = sign({ ...given, p: `${value}` }, 'secret', signMethod);
          expect(sign({ ...given, p: `${value}x` }, 'secret', signMethod)).not.toBe(before);
        },
      ),
    );
  });

  test('sorts names by code unit, not by language', () => {
    const given = { b: '1', B: '2', _: '3', a_b: '4', aB: '5', ab: '6' };
    const text = 'B2_3aB5a_b4ab6b1';
    const expected = createHash('md5').update(`s${text}s`, 'utf8').digest('hex').toUpperCase();
    expect(sign(given, 's', 'md5')).toBe(expected);
  });
});
