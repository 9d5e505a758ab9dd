import { describe, expect, test } from 'vitest';
import { classify, type GatewayResponse } from './classify.ts';
import { OUTCOME_TABLE } from './outcomeTable.ts';

const http = (body: unknown, status = 200): GatewayResponse => ({
  kind: 'http',
  date: '',
  mayBeSecond: false,
  status,
  bodyText: typeof body === 'string' ? body : JSON.stringify(body),
});
const error = (code: unknown, subCode?: string, msg = 'm') =>
  http({ error_response: { code, msg, sub_code: subCode, request_id: 'trace' } });
const result = (fields: object) =>
  http({ alibaba_alsc_crm_open_customer_save_response: { result: fields, request_id: 'trace' } });

describe('the words of an answer', () => {
  test.each([1, 60, 31_062])('a ban of %d seconds is read from the message', (seconds) => {
    const answer = error(
      7,
      undefined,
      `App Call Limited. This ban will last for ${seconds} more seconds`,
    );
    expect(classify(answer)).toMatchObject({ class: 'quota', banSeconds: seconds });
  });
  test('a ban without a number is told as such', () => {
    expect(classify(error(7))).toMatchObject({ class: 'quota', banSeconds: null });
  });
  test('a ban is read from either text of an answer, and from that of a business answer', () => {
    const sub_msg = 'This ban will last for 60 more seconds';
    const answer = http({ error_response: { code: 7, msg: 'm', sub_msg } });
    expect(classify(answer)).toMatchObject({ class: 'quota', banSeconds: 60, text: sub_msg });
    const row = { resultCode: 'X1', class: 'quota', source: 'chain' } as const;
    const business = result({ biz_success: false, result_code: 'X1', result_desc: sub_msg });
    expect(classify(business, [row, ...OUTCOME_TABLE])).toMatchObject({
      class: 'quota',
      banSeconds: 60,
      text: sub_msg,
    });
  });
  test('what is meant for people is shown before what is meant for programs', () => {
    const fields = { msg: 'for programs', sub_msg: 'for people', code: 41 };
    expect(classify(http({ error_response: fields }))).toMatchObject({ text: 'for people' });
    const business = { biz_success: false, result_desc: 'for programs', result_view: 'for people' };
    expect(classify(result(business))).toMatchObject({ text: 'for people' });
  });
  test('500 characters of a text are kept, and no more', () => {
    const textOfLength = (length: number) => {
      const { text } = classify(error(41, undefined, '字'.repeat(length)));
      return text.length;
    };
    expect([499, 500, 501, 9_000].map(textOfLength)).toEqual([499, 500, 500, 500]);
  });
  test('a customer id that came as a number is the same id as text', () => {
    expect(classify(result({ biz_success: true, result: 7_000_001 }))).toMatchObject({
      class: 'accepted',
      customerId: '7000001',
    });
  });
});

describe('a ban', () => {
  const banOf = (message: string) => classify(error(7, undefined, message));
  test.each([
    ['31062', 31_062],
    ['31,062', 31_062],
    ['1,231,062', 1_231_062],
    ['12345678', 12_345_678],
    ['1', 1],
  ])('is read as the gateway writes it: %s', (written, banSeconds) => {
    const message = `This ban will last for ${written} more seconds`;
    expect(banOf(message)).toMatchObject({ class: 'quota', banSeconds });
  });
  test('of which the gateway does not say how long it lasts has no length', () => {
    expect(banOf('App Call Limited')).toMatchObject({ class: 'quota', banSeconds: null });
  });
});
