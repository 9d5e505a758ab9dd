import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkScope } from './scope.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const till = { brandId: '10', shopIds: ['20'] };

const told = (more: string): string => {
  const name = JSON.stringify(more);
  const refusal = checkScope(`{"brand_id":"10","shop_id":"20",${name}:"99"}`, till);
  return refusal === undefined ? 'may' : `${refusal.subCode}`;
};

/** The same of the whole name at once. */
const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

describe('a name that a lenient reader may take for another', () => {
  it('is told piece by piece as it is of the whole name', () => {
    const of = (name: string) =>
      fc.tuple(
        ...[...name].map((sign) =>
          fc.oneof(
            { weight: 4, arbitrary: fc.constant(sign) },
            fc.constantFrom(sign.toUpperCase(), `${sign}\u0301\u0316`, `\u200d${sign}`, `-${sign}`),
            fc.constantFrom('ſ', 'ı', 'İ', 'ｓ', 'Ⓢ', 'ﬀ', '𝓈', 'ß', 'ŉ', 'ﷺ', ''),
            fc.string({ unit: 'binary', maxLength: 2 }),
          ),
        ),
      );
    const names = fc
      .tuple(
        fc.constantFrom('', '\u0316', '—', '😀'),
        fc.nat(70),
        fc.oneof(of('shop_id'), of('brand_id')),
      )
      .map(([before, count, signs]) => before.repeat(count) + signs.join(''));
    fc.assert(
      fc.property(names, (name) => {
        const alike = { brandid: 'brand_id', shopid: 'shop_id' }[plain(name)];
        const expected = alike === undefined ? 'may' : `isv.invalid-parameter:${alike}`;
        expect(told(name)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('is found where marks without end stand in it', () => {
    expect(told(`shop${'\u0300\u0316'.repeat(10_000)}Id`)).toBe('isv.invalid-parameter:shop_id');
  });

  it('never has marks put in order that stand in a row: that takes the square of how many they are', () => {
    const lengths: number[] = [];
    const { normalize } = String.prototype;
    vi.spyOn(String.prototype, 'normalize').mockImplementation(function (this: string, form) {
      lengths.push(this.length);
      return normalize.call(this, form);
    });
    expect(told(`a${'\u0300\u0316'.repeat(1_000)}`)).toBe('may');
    expect(told('\u0300\u0316'.repeat(1_000))).toBe('may');
    expect(lengths.length).toBeGreaterThan(2);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(64);
  });

  it('is read no further than it may be that one', () => {
    const normalize = vi.spyOn(String.prototype, 'normalize');
    expect(told('É'.repeat(10_000))).toBe('may');
    expect(normalize.mock.calls.length).toBe(1);
  });
});
