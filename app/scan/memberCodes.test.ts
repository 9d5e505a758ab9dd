import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMobile } from '../member/phone.ts';
import { MEMBER_ROUTES, maskCode } from './memberCodes.ts';
import { routeReadings, routeScan } from './routeScan.ts';

const WECHAT = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
const where = (content: string) => routeScan(content, MEMBER_ROUTES);
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });

describe('where a code belongs', () => {
  test.each([
    '18651822226',
    '+86 186-5182-2226',
    '008618651822226',
    'tel:+86-186-5182-2226',
    'TEL:18651822226',
    'tel:\u202d+86\u00a0186\u200b5182\u20112226\u202c',
  ])('"%s" is a phone number', (content) => {
    expect(where(content)).toEqual({ kind: 'phone', mobile: '18651822226' });
  });

  test('28 characters that begin with a small o are a WeChat openid', () => {
    const unit = fc.constantFrom(
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
    );
    fc.assert(
      fc.property(fc.string({ unit, minLength: 27, maxLength: 27 }), (rest) => {
        const outerId = `o${rest}`;
        expect(where(outerId)).toEqual({ kind: 'outer-id', outerId, outerType: 'wechat' });
      }),
    );
    expect(where(`O${WECHAT.slice(1)}`)).toBeNull();
    expect(where(`${WECHAT}x`)).toBeNull();
    expect(where(WECHAT.replace('_', '.'))).toBeNull();
  });

  test('16 digits that begin with 2088 are an Alipay user id', () => {
    fc.assert(
      fc.property(digits(12), (rest) => {
        const outerId = `2088${rest}`;
        expect(where(outerId)).toEqual({ kind: 'outer-id', outerId, outerType: 'alipay' });
      }),
    );
    expect(where('208832892139023')).toBeNull();
  });

  test.each([
    '134512345678901234',
    '281234567890123456',
    '3012345678901234',
    '6212345678901234567',
  ])('the payment code %s is no member', (content) => {
    expect(where(content)).toEqual({ kind: 'payment-code' });
  });

  test.each(['6901234567892', '12345678901', 'https://example.com/o', 'S-0187', '', 'o'])(
    '"%s" is not known',
    (content) => {
      expect(where(content)).toBeNull();
    },
  );

  test.each(['1-415-555-0100', '1 415 555 0100', '1 (415) 555-0100'])(
    'a number in groups of 1-3-3-4, as in North America, is not known: "%s"',
    (content) => {
      expect(where(content)).toBeNull();
    },
  );

  test('no text is two things at once, and a phone number is always one that the form takes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 1, max: 30 }).chain(digits), fc.string({ maxLength: 40 })),
        (content) => {
          const known = MEMBER_ROUTES.map((route) => route(content)).filter(
            (code) => code !== null,
          );
          expect(known.length).toBeLessThanOrEqual(1);
          for (const code of known)
            if (code.kind === 'phone') expect(isMobile(code.mobile)).toBe(true);
        },
      ),
    );
  });
});

describe('the routes', () => {
  test('are asked in their order, and the first that knows the code has it', () => {
    const badge = (content: string) => (content === '18651822226' ? 'badge' : null);
    expect(routeScan('18651822226', [badge, () => 'other'])).toBe('badge');
    expect(routeScan('1', [badge, () => 'other'])).toBe('other');
    expect(routeScan('1', [badge])).toBeNull();
    expect(routeScan('1', [])).toBeNull();
  });

  test('are asked without what cannot be seen in the code', () => {
    const text = `\ufeff\u200e${WECHAT}\u200b`;
    expect(routeReadings({ text, plainText: text }, MEMBER_ROUTES)).toEqual({
      content: WECHAT,
      destination: { kind: 'outer-id', outerId: WECHAT, outerType: 'wechat' },
    });
  });

  test('take of two readings the one that somebody knows', () => {
    const shouted = 'OuPf8UmUajo_m2PXB1q9ZnJwEs6O';
    expect(routeReadings({ text: shouted, plainText: WECHAT }, MEMBER_ROUTES)).toEqual({
      content: WECHAT,
      destination: { kind: 'outer-id', outerId: WECHAT, outerType: 'wechat' },
    });
    expect(routeReadings({ text: WECHAT, plainText: shouted }, MEMBER_ROUTES).content).toBe(WECHAT);
    expect(routeReadings({ text: ' ABCDEF ', plainText: ' abcdef ' }, MEMBER_ROUTES)).toEqual({
      content: 'ABCDEF',
      destination: null,
    });
  });
});

test('of a payment code only both ends are shown', () => {
  expect(maskCode('134512345678901234')).toBe('1345**********1234');
});
