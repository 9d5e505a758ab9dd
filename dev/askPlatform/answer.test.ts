import { expect, test } from 'vitest';
import { readAnswer } from './answer.ts';

const read = (body: string, status = 200) =>
  readAnswer(
    { status, body, headers: new Headers({ date: 'Wed, 25 Nov 2026 02:42:03 GMT' }) },
    NOW,
  );
const NOW = Date.UTC(2026, 10, 25, 2, 42);
const ROOT = 'alibaba_alsc_crm_open_customer_save_response';

test('an answer in XML is read like the same one in JSON', () => {
  const xml = `<?xml version="1.0" encoding="utf-8" ?><${ROOT}><result><biz_success>true</biz_success><result>12 &amp; 3</result><result_code>0</result_code></result><request_id>t</request_id></${ROOT}>`;
  expect(read(xml)).toMatchObject({
    kind: 'accepted',
    format: 'xml',
    result: '12 & 3',
    resultCode: '0',
    traceId: 't',
    meaning: 'accepted',
    dateOffset: 3,
  });
  const error =
    '<error_response><code>22</code><sub_code>isv.invalid-method</sub_code></error_response>';
  expect(read(error)).toMatchObject({ kind: 'error', code: '22', subCode: 'isv.invalid-method' });
});

test.each(['', '<html><body>Wi-Fi</body></html>', '<a><b></a>', '[]', '{"ok":true}', 'null'])(
  'is not taken for an answer of the API: %j',
  (body) => {
    expect(read(body)).toMatchObject({ kind: 'foreign', code: '', resultCode: '' });
  },
);

test('a customer id that a number cannot hold is none', () => {
  const of = (id: string) => read(`{"result":{"biz_success":true,"result":${id}}}`).result;
  expect(of('1660000000000000001')).toBe('');
  expect(of('"1660000000000000001"')).toBe('1660000000000000001');
  expect(of('17')).toBe('17');
});

test('what came goes to a terminal: control characters and phone numbers are taken out', () => {
  const body = JSON.stringify({ error_response: { code: 41, sub_msg: '\u001b[2J13912345678' } });
  const { text } = read(body);
  expect(text).not.toContain('\u001b');
  expect(text).toContain('139****5678');
});
