import { describe, expect, test } from 'vitest';
import { beginsAsAnswer, readAnswer, textOf } from './readAnswer.ts';

const root = 'alibaba_alsc_crm_open_customer_save_response';

describe('the shape of an answer', () => {
  test('an error is one whatever stands beside it', () => {
    const fields = { code: 7 };
    const both = { [root]: { result: { biz_success: true } }, error_response: fields };
    expect(readAnswer(JSON.stringify(both))).toEqual({ kind: 'error', fields });
  });
  test('the API’s own root counts whatever is in it, with its trace', () => {
    const text = JSON.stringify({ [root]: { result: { biz_success: true }, request_id: 'trace' } });
    expect(readAnswer(text)).toEqual({
      kind: 'result',
      fields: { biz_success: true },
      traceId: 'trace',
    });
    expect(readAnswer(`{"${root}":null}`)).toEqual({ kind: 'result', fields: {}, traceId: '' });
  });
  test.each(['biz_success', 'result_code', 'result_desc', 'result_view'])(
    'the simplified shape is told by any of its fields: %s',
    (name) => {
      expect(readAnswer(`{"result":{"${name}":0}}`)).toMatchObject({ kind: 'result' });
    },
  );
  test.each([
    ['', 'not-json'],
    ['<html>', 'not-json'],
    ['null', 'unexpected-json'],
    ['7', 'unexpected-json'],
    ['{"result":null}', 'unexpected-json'],
    ['{"result":{"user":1}}', 'unexpected-json'],
    ['{}', 'unexpected-json'],
  ])('%j is %s', (text, kind) => {
    expect(readAnswer(text)).toEqual({ kind });
  });
});

test.each([
  [`{"${root}":{"result`, true],
  [' \n{ "error_response" : {', true],
  ['{"result":{"biz_success"', false],
  ['{"status":"error_response"', false],
  ['["error_response"', false],
  ['<html>', false],
  ['', false],
])('a text that was cut off begins as an answer of the API: %j, %j', (text, does) => {
  expect(beginsAsAnswer(text)).toBe(does);
});

test('numbers and truth values are text as they are written, what has no one text is empty', () => {
  expect(['a', 0, 7, true, false].map(textOf)).toEqual(['a', '0', '7', 'true', 'false']);
  expect([null, undefined, {}, [1]].map(textOf)).toEqual(['', '', '', '']);
});
