import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_MEMBER, type MemberInput, memberSchema } from './memberSchema.ts';

const TODAY = '2026-11-24';
const read = (input: Partial<MemberInput>) =>
  memberSchema(TODAY).safeParse({ ...EMPTY_MEMBER, mobile: '13800138000', ...input });
const problems = (input: Partial<MemberInput>) =>
  read(input).error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);

describe('phone', () => {
  test.each([
    '13800138000',
    '138 0013 8000',
    '138-0013-8000',
    '+86 13800138000',
    '8613800138000',
    '008613800138000',
    '１３８００１３８０００',
    '（138）00138000'.replace(/[（）]/g, ''),
    ' 138\u00a00013\u20108000\t',
    '\u202d13800138000\u202c',
    '\u2068+86 138\u200b0013\u200e8000\u2069\ufeff',
  ])('"%s" is the number that is meant', (mobile) => {
    expect(read({ mobile }).data?.mobile).toBe('13800138000');
  });
  test('every live segment is taken, also those that number plans forget', () => {
    for (const segment of ['149', '166', '191', '199', '174', '148']) {
      expect(read({ mobile: `${segment}00001111` }).success).toBe(true);
    }
  });
  test.each([
    ['12345678901', 'invalid'],
    ['1380013800', 'invalid'],
    ['138001380001', 'tooLong'],
    ['23800138000', 'invalid'],
    ['abc', 'characters'],
    ['1380013800x', 'characters'],
    ['+852 9123 4567', 'foreign'],
    ['1 415 555 0100', 'grouping'],
  ])('"%s" is refused at its field, as %s', (mobile, problem) => {
    expect(problems({ mobile })).toEqual([`mobile: mobile.${problem}`]);
  });
  test('a member needs a phone or an outer id', () => {
    expect(problems({ mobile: '' })).toEqual(['mobile: mobile.required']);
    expect(read({ mobile: '', outerId: '2088', outerType: 'alipay' }).success).toBe(true);
  });
});

describe('birthday', () => {
  test.each([
    '19900101',
    '1990-01-01',
    '1990/1/1',
    '1990年1月1日',
    '１９９００１０１',
    ' 1990.01.01 ',
    '\u202a1990\u200b-01\u00ad-01\u202c',
    '\u200e1990\u202f年 1\u2009月\u00a01\u2060日\ufeff',
  ])('"%s" is 1990-01-01', (birthday) => {
    expect(read({ birthday }).data?.birthday).toBe('1990-01-01');
  });
  test.each([
    ['19900230', 'birthday.impossible'],
    ['19000229', 'birthday.impossible'],
    ['18991231', 'birthday.impossible'],
    ['20261125', 'birthday.future'],
    ['20121125', 'birthday.underage'],
    ['20261124', 'birthday.underage'],
    ['199001', 'birthday.invalid'],
    ['yesterday', 'birthday.invalid'],
  ])('"%s" is refused as %s', (birthday, code) => {
    expect(problems({ birthday })).toEqual([`birthday: ${code}`]);
  });
  test('fourteen today is old enough, and 29 February exists in leap years', () => {
    expect(read({ birthday: '20121124' }).success).toBe(true);
    expect(read({ birthday: '20000229' }).success).toBe(true);
  });
  test.each([
    ['20010228', '20010229'],
    ['19000228', '19000229'],
    ['20000229', '20000230'],
    ['20040229', '20040230'],
    ['19990430', '19990431'],
    ['19990531', '19990532'],
    ['19991231', '19991301'],
    ['19000101', '18991231'],
  ])('the day before the end (%s) exists, the one after it (%s) does not', (last, beyond) => {
    expect(read({ birthday: last }).success).toBe(true);
    expect(problems({ birthday: beyond })).toEqual(['birthday: birthday.impossible']);
  });
  test('agrees with the calendar on every day of a century', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2011 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const text = `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
          const date = new Date(Date.UTC(year, month - 1, day));
          const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
          expect(read({ birthday: text }).success).toBe(exists);
        },
      ),
    );
  });
});

describe('the other fields', () => {
  test('gender 0 is a value and absence is absence', () => {
    expect(read({ gender: 0 }).data).toEqual({ mobile: '13800138000', gender: 0 });
    expect(read({ gender: null }).data).toEqual({ mobile: '13800138000' });
  });
  test('an outer id needs its type; a type alone is not sent', () => {
    expect(problems({ outerId: 'o1' })).toEqual(['outerType: outerType.required']);
    expect(read({ outerType: 'wechat' }).data).toEqual({ mobile: '13800138000' });
  });
  test('an outer id has no spaces and no full-width characters', () => {
    expect(problems({ outerId: 'o 1', outerType: 'wechat' })).toEqual(['outerId: outerId.invalid']);
    expect(problems({ outerId: 'ｏ1', outerType: 'wechat' })).toEqual(['outerId: outerId.invalid']);
  });
  test('an outer id loses what cannot be seen in it, wherever that stands', () => {
    const outerId = '\ufeff\u202aoUpF8uMu\u200bAJO_\u00a0\u200f\u202c ';
    expect(read({ outerId, outerType: 'wechat' }).data?.outerId).toBe('oUpF8uMuAJO_');
    expect(problems({ mobile: '', outerId: '\u200b\u2060', outerType: 'wechat' })).toEqual([
      'mobile: mobile.required',
    ]);
  });
  test('a name is counted in characters as people count them', () => {
    expect(read({ name: '𠮷'.repeat(64) }).success).toBe(true);
    expect(problems({ name: '𠮷'.repeat(65) })).toEqual(['name: name.tooLong']);
  });
  test('lone surrogates and control characters are refused', () => {
    expect(problems({ name: 'a\ud800b' })).toEqual(['name: text.malformed']);
    expect(problems({ remark: 'a\u0000b' })).toEqual(['remark: text.control']);
  });
  test('any well-formed remark arrives as it was typed, and one of nothing visible is absent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const parsed = read({ remark: text });
        fc.pre(parsed.success);
        const rest = text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
        if (parsed.data?.remark !== undefined) expect(parsed.data.remark).toBe(rest);
        else expect(rest).not.toMatch(/[\p{L}\p{N}\p{P}\p{S}]/u);
      }),
    );
  });
  test.each([
    '\u200b',
    '\u3164',
    '\ufeff \u202e',
    '\u2800',
    '\u00ad\u0085',
    '\u{e0041}',
    '\ufe0f\u200d',
  ])('a name or a remark of nothing visible (%j) is absent', (nothing) => {
    expect(read({ name: nothing, remark: nothing }).data).toEqual({ mobile: '13800138000' });
  });
  test('a name loses what cannot be seen at its ends and keeps what it is written with', () => {
    expect(read({ name: '\ufeff\u200e 买买提·艾力\u3000\u200b' }).data?.name).toBe('买买提·艾力');
    for (const name of [
      '买买提·艾力',
      '\u{20bb7}野家',
      '\u{30edd}',
      '葛\u{e0100}城',
      '渡邉\u{e0101}',
      'علی\u200cرضا',
      'ක්\u200dෂ',
      'അവന്\u200d',
      '\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}',
    ]) {
      expect(read({ name: `\u200b${name}\u200b` }).data?.name).toBe(name);
    }
  });
  test('nothing in what is sent can turn the writing round', () => {
    const turning = fc.constantFrom(...'\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069');
    const text = fc
      .array(fc.oneof(turning, fc.constantFrom(...'张三 8·\u200d')))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (name, remark) => {
        const member = read({ name: name.slice(0, 60), remark }).data;
        expect(JSON.stringify(member)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });
  test('unknown fields and wrong types are refused', () => {
    expect(memberSchema(TODAY).safeParse({ ...EMPTY_MEMBER, admin: true }).success).toBe(false);
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        const parsed = memberSchema(TODAY).safeParse(anything);
        expect(parsed.success).toBe(false);
      }),
    );
  });
  test('what was read once reads the same again', () => {
    const input = {
      mobile: '+86 138 0013 8000',
      birthday: '19900101',
      name: ' \u200b刘德华\ufe00\u200b ',
    };
    const member = read(input).data;
    expect(read({ ...(member as Partial<MemberInput>) }).data).toEqual(member);
  });
});

test('a gender is one of the gateway’s three numbers, 0 among them, and no other', () => {
  const genders = [0, 1, 2].map((gender) => read({ gender: gender as 0 | 1 | 2 }).data?.gender);
  expect(genders).toEqual([0, 1, 2]);
  for (const gender of [-1, 3, 0.5]) expect(read({ gender: gender as 0 }).success).toBe(false);
  expect(read({ gender: null }).data).not.toHaveProperty('gender');
});

test.each([
  ['name', 64, 'name.tooLong'],
  ['outerId', 64, 'outerId.tooLong'],
  ['remark', 500, 'remark.tooLong'],
] as const)('%s may have %i characters and no more', (field, most, problem) => {
  const ofLength = (length: number) =>
    problems({ outerType: 'wechat', [field]: 'a'.repeat(length) });
  expect(ofLength(most)).toBeUndefined();
  expect(ofLength(most + 1)).toEqual([`${field}: ${problem}`]);
});

test('a text of more than ten thousand characters is refused before anybody looks into it', () => {
  const problemsOf = (length: number) => problems({ remark: ' '.repeat(length) });
  expect(problemsOf(10_000)).toEqual(['remark: remark.tooLong']);
  for (const field of ['mobile', 'name', 'birthday', 'outerId', 'remark'] as const) {
    // Wrong in every way that is asked about behind its length: a half of a character, and no number, day or code.
    const text = '\ud800-'.repeat(5_001);
    expect(problems({ outerType: 'wechat', [field]: text })).toEqual([`${field}: text.tooLong`]);
  }
});
