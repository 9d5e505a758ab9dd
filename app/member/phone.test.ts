import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMobile, normalisePhone, phoneProblem } from './phone.ts';

const mobile = fc
  .tuple(fc.integer({ min: 3, max: 9 }), fc.stringMatching(/^\d{9}$/))
  .map(([second, rest]) => `1${second}${rest}`);
/** What stands between digits that were typed, read aloud, or copied from a contact card. */
const gap = fc
  .array(
    fc.oneof(
      fc.constantFrom(...' -\u3000\u00a0\t\u2010\u2007\u2009\u202f'),
      fc.constantFrom(...'\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c'),
      fc.constantFrom(...'\u200b\u200c\u200d\u200e\u200f\u2060\u2063\ufeff\u00ad\ufe0f\u3164'),
    ),
    { maxLength: 2 },
  )
  .map((all) => all.join(''));
const full = (text: string) =>
  text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

test('whatever way a number is written, it is the same eleven digits', () => {
  const prefix = fc.constantFrom('', '+86', '86', '0086', '\uff0b86');
  fc.assert(
    fc.property(
      mobile,
      prefix,
      fc.array(gap, { minLength: 12, maxLength: 12 }),
      fc.boolean(),
      (digits, before, gaps, isFull) => {
        const spaced = [...digits].map((digit, index) => digit + (gaps[index] ?? '')).join('');
        const [inFront = ''] = gaps;
        const written = `${inFront}${before}${gaps[11] ?? ''}${spaced}`;
        expect(normalisePhone(isFull ? full(written) : written)).toBe(digits);
      },
    ),
  );
});

test('a number that was put right once stays as it is', () => {
  fc.assert(
    fc.property(fc.oneof(mobile, fc.string(), fc.stringMatching(/^[\d +-]{0,16}$/)), (text) => {
      const once = normalisePhone(text);
      if (isMobile(once)) expect(normalisePhone(once)).toBe(once);
    }),
  );
});

test('only 1, then 3 to 9, then nine digits is a mobile number', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{9,13}$/), (digits) => {
      const isOne = digits.length === 11 && digits.startsWith('1') && Number(digits[1]) >= 3;
      expect(isMobile(digits)).toBe(isOne);
    }),
  );
  fc.assert(fc.property(mobile, isMobile));
});

test('eleven bare digits always pass, and so do the groups of a mainland number', () => {
  for (const written of ['14155550100', '141 5555 0100', '+86 141 5555 0100', '141-5555-0100', ''])
    expect(phoneProblem(written), written).toBeNull();
});

test('what is grouped as in North America is asked about, in whatever way it is written', () => {
  for (const written of ['1 415 555 0100', '1-415-555-0100', '1 (415) 555-0100', '1.415.555.0100'])
    expect(phoneProblem(written), written).toBe('grouping');
});

test('a foreign number is told by its country, and not while +86 is being typed', () => {
  for (const written of ['+852 9123 4567', '+1 415 555 0100', '0014155550100', '+44', '00852'])
    expect(phoneProblem(written), written).toBe('foreign');
  for (const written of ['+', '+8', '+86', '+86138', '00', '008', '0086138'])
    expect(phoneProblem(written), written).toBe('invalid');
});

test('a letter and a digit too many are told as what they are', () => {
  expect(phoneProblem('138x')).toBe('characters');
  expect(phoneProblem('138001380001')).toBe('tooLong');
  expect(phoneProblem('+861380013800012')).toBe('tooLong');
  // The prefix is on its way.
  expect(phoneProblem('861380013800')).toBe('invalid');
});
