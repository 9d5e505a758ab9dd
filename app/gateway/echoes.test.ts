import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asCode, withoutEchoes } from './echoes.ts';
import type { Outcome } from './outcome.ts';
import { OUTCOME_TABLE } from './outcomeTable.ts';

const person = {
  mobile: '13871946520',
  name: 'Bartholomew Quill',
  birthday: '1987-03-19 00:00:00',
  outer_id: 'oQx7_kLm39ZpTw81',
  remark: 'VIP lounge, window seat',
};
const BODY = JSON.stringify({ brand_id: '244323', request_id: 'f'.repeat(32), ...person });

const rejected = (code: string, subCode = ''): Outcome => ({
  class: 'rejected',
  code,
  subCode,
  text: 'words',
  traceId: '',
});
const codeOf = (code: string, body = BODY) => withoutEchoes(rejected(code), body).code;
const idOf = (customerId: string, body = BODY) => {
  const outcome: Outcome = { ...rejected('0'), class: 'accepted', customerId };
  const clean = withoutEchoes(outcome, body);
  return clean.class === 'accepted' ? clean.customerId : undefined;
};

describe('a code stays as it came', () => {
  const published = OUTCOME_TABLE.flatMap(({ code, subCode, resultCode }) =>
    [code, subCode?.replace('*', 'remote-service-error'), resultCode].flatMap((one) => one ?? []),
  );
  test.each([
    ...published,
    'isv.invalid-parameter:birthday',
    'isv.w2-security-authorize-invalid',
    'isv.item-get-service-error:ITEM_NOT_FOUND',
    'X9',
    'CRM_0001',
    'B0001',
    '40001',
    '',
  ])('%s', (code) => {
    expect(codeOf(code)).toBe(code);
  });

  test('also a number of three digits that a person has in a value', () => {
    const body = JSON.stringify({ mobile: '13802500027', remark: '25' });
    for (const code of ['25', '27', '138', '250']) expect(codeOf(code, body)).toBe(code);
  });

  test('where it is our own for an answer without one, whatever a person is called', () => {
    const body = JSON.stringify({ name: 'Long Wei', remark: 'no sugar' });
    for (const code of ['no-verdict', 'transport.answer-too-long']) {
      expect(codeOf(code, body)).toBe(code);
    }
  });

  test('where there was no answer: whatever a person is called, the words are our own', () => {
    const body = JSON.stringify({ name: 'Time Out', remark: 'refused connection' });
    const lost: Outcome = {
      ...rejected('transport.err_connection_refused'),
      class: 'unreachable',
      mayHaveArrived: true,
    };
    expect(withoutEchoes(lost, body)).toEqual(lost);
  });
});

describe('nothing of a person stands in a code', () => {
  test.each([
    ['13871946520', '***'],
    ['138.7194.6520', '***'],
    ['138-7194-6520', '***'],
    ['isv.invalid-parameter:13871946520', 'isv.invalid-parameter:***'],
    ['isv.invalid-parameter:138.7194.6520:x', 'isv.invalid-parameter:***'],
    ['mobile_71946', '***'],
    ['19870319', '***'],
    ['isv.birthday-1987', '***'],
    ['bartholomew', '***'],
    ['xbarthz', '***'],
    ['isv.name-BARTHOLOMEW_QUILL', '***'],
    ['isv.user:quill', 'isv.user:***'],
    ['OQX7_KLM39ZPTW81', '***'],
    ['isv.outer:zptw8', 'isv.outer:***'],
    ['isv.remark:window', 'isv.remark:***'],
    ['isv.名字', '***'],
    ['\\u6b27\\u9633', '***'],
    ['{"mobile":1}', '***'],
    ['code 50', '***'],
    ['13901234567', '***'],
    ['1990.01.01', '***'],
    ['oAb3_cDe45FgHi67', '***'],
    ['MTM4NzE5NDY1MjA', '***'],
    ['x'.repeat(65), '***'],
  ])('%s', (code, kept) => {
    expect(codeOf(code)).toBe(kept);
    expect(withoutEchoes(rejected('41', code), BODY).subCode).toBe(kept);
  });

  test('no name or remark, whatever characters it has', () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 4, maxLength: 20 });
    fc.assert(
      fc.property(texts, texts, (name, remark) => {
        fc.pre(!/^\d{1,3}$/.test(name) && !'***'.includes(name));
        const body = JSON.stringify({ name, remark });
        expect(codeOf(name, body)).not.toContain(name);
        expect(codeOf(`isv.x:${remark}`, body)).not.toContain(remark);
      }),
    );
  });

  test('what was hidden from the codes is in the text, which is sealed', () => {
    const { text } = withoutEchoes(rejected('41', 'isv.invalid-parameter:手机号'), BODY);
    expect(text).toBe('words 41 isv.invalid-parameter:手机号');
    const long = withoutEchoes(rejected('9'.repeat(100_000)), BODY);
    expect(long.text.length).toBeLessThan(100);
    expect(withoutEchoes(rejected('41'), BODY).text).toBe('words');
  });
});

describe('a customer id', () => {
  test.each(['1660000000000000001', '7000001', 'c-0001', 'A1B2C3D4E5', '7'.repeat(64)])(
    'is kept as it came: %s',
    (id) => {
      expect(idOf(id)).toBe(id);
    },
  );

  test.each([
    '13871946520',
    '+8613871946520',
    '8613871946520',
    'c13871946520',
    '138-7194-6520',
    '1387194652',
    '3871946',
    'oQx7_kLm39ZpTw81',
    'OQX7KLM39ZPTW81',
    'id-oqx7_klm39zptw81',
    '19870319',
    'Quill',
    '13901234567',
    '欧阳',
    'window seat',
  ])('that is, holds or is a part of something that was sent is none: %s', (id) => {
    expect(idOf(id)).toBeNull();
  });

  test('of somebody without values is looked at all the same', () => {
    expect(idOf('13901234567', '{}')).toBeNull();
    expect(idOf('7', '{}')).toBe('7');
  });
});

test('a code without a person behind it is held against its shape alone', () => {
  expect(asCode('isv.bartholomew')).toBe('isv.bartholomew');
  expect(asCode('13871946520')).toBe('***');
});

test('four characters that the id of a customer shares as a whole are a person’s, three are chance', () => {
  const withOuter = (outer_id: string) => JSON.stringify({ outer_id });
  expect(idOf('a-wx12-9', withOuter('wx12'))).toBeNull();
  expect(idOf('a-wx1-9', withOuter('wx1'))).toBe('a-wx1-9');
  expect(idOf('rst4', withOuter('first4x'))).toBeNull();
  expect(idOf('rst', withOuter('first4x'))).toBe('rst');
});

test.each(['not json', 'null', '5', '{"mobile":5,"name":["x"]}'])(
  'a body that no form has made hides nothing, and ends nothing: %s',
  (body) => {
    const said = {
      class: 'rejected',
      code: '15',
      subCode: 'isv.x',
      text: 'x',
      traceId: '',
    } as const;
    expect(withoutEchoes(said, body)).toMatchObject({ code: '15', subCode: 'isv.x', text: 'x' });
  },
);
