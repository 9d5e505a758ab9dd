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
  ])('"%s" is the number that is meant', (mobile) => {
    expect(read({ mobile }).data?.mobile).toBe('13800138000');
  });
  test('every live segment is taken, also those that number plans forget', () => {
    for (const segment of ['149', '166', '191', '199', '174', '148']) {
      expect(read({ mobile: `${segment}00001111` }).success).toBe(true);
    }
  });
  test.each(['12345678901', '1380013800', '138001380001', '23800138000', 'abc', '1380013800x'])(
    '"%s" is refused at its field',
    (mobile) => {
      expect(problems({ mobile })).toEqual(['mobile: mobile.invalid']);
    },
  );
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
  ])('"%s" is 1990-01-01', (birthday) => {
    expect(read({ birthday }).data?.birthday).toBe('1990-01-01');
  });
  test.each([
    ['19900230', 'birthday.impossible'],
    ['19000229', 'birthday.impossible'],
    ['18991231', 'birthday.impossible'],
    ['20261125', 'birthday.future'],
    ['20121125', 'birthday.underage'],
    ['199001', 'birthday.invalid'],
    ['yesterday', 'birthday.invalid'],
  ])('"%s" is refused as %s', (birthday, code) => {
    expect(problems({ birthday })).toEqual([`birthday: ${code}`]);
  });
  test('fourteen today is old enough, and 29 February exists in leap years', () => {
    expect(read({ birthday: '20121124' }).success).toBe(true);
    expect(read({ birthday: '20000229' }).success).toBe(true);
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
  test('a name is counted in characters as people count them', () => {
    expect(read({ name: '𠮷'.repeat(64) }).success).toBe(true);
    expect(problems({ name: '𠮷'.repeat(65) })).toEqual(['name: name.tooLong']);
  });
  test('lone surrogates and control characters are refused', () => {
    expect(problems({ name: 'a\ud800b' })).toEqual(['name: text.malformed']);
    expect(problems({ remark: 'a\u0000b' })).toEqual(['remark: text.control']);
  });
  test('any well-formed remark arrives unchanged, and blank ones are absent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const parsed = read({ remark: text });
        fc.pre(parsed.success);
        expect(parsed.data?.remark).toBe(text.trim() === '' ? undefined : text);
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
    const input = { mobile: '+86 138 0013 8000', birthday: '19900101', name: ' 刘德华 ' };
    const member = read(input).data;
    expect(read({ ...(member as Partial<MemberInput>) }).data).toEqual(member);
  });
});
