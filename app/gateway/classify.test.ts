import fc from 'fast-check';
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
const classOfError = (code: unknown, subCode?: string) => classify(error(code, subCode)).class;

const QUOTA = ['4', '5', '6', '7', '8'];
const CONFIGURATION = '9 11 12 13 21 22 23 24 25 26 27 28 29 30 32 33 34 42 44 53'.split(' ');
const REJECTED = ['3', '40', '41', '43', '47'];
const LATER = ['10', '51', '52', '530'];
const OF_SETTINGS = [
  'isv.appkey-not-exists',
  'isv.permission-ip-whitelist-limit',
  'invalid-sessionkey',
  'isv.invalid-sessionkey',
  'isv.sessionkey-expired',
  'sessionkey-not-generated-by-server',
];
const SUB_CODES = new Set([
  'isv.appkey-revoked',
  'isv.appkey-other-brand',
  'isv.shop-not-of-this-till',
  'isp.relay-state-away',
  'accesscontrol.limited-by-*',
  'isp.call-limited',
  'isv.request-replay-error',
  'isv.appkey*',
  'isv.permission*',
  'invalid-sessionkey*',
  'isv.invalid-sessionkey*',
  'isv.sessionkey*',
  'sessionkey*',
  'isp.invalid-parameters',
  'isp.top-mapping-parse-error',
  'isv.*',
  'isp.*',
]);

describe('every row of the table of answers', () => {
  test.each(QUOTA)('code %s waits for the quota', (code) => {
    expect(classOfError(code)).toBe('quota');
  });
  test.each(CONFIGURATION)('code %s is a configuration fault', (code) => {
    expect(classOfError(code)).toBe('configuration');
    expect(classOfError(code, 'isv.anything')).toBe('configuration');
  });
  test.each(REJECTED)('code %s is this save alone', (code) => {
    expect(classOfError(code)).toBe('rejected');
  });
  test.each(LATER)('code %s is tried later', (code) => {
    expect(classOfError(code)).toBe('later');
  });
  test.each(['15', '50'])('code %s is decided by its sub code alone', (code) => {
    expect(classOfError(code)).toBe('unknown');
    expect(classOfError(code, 'isv.invalid-parameter')).toBe('rejected');
    expect(classOfError(code, 'isp.remote-service-timeout')).toBe('later');
    expect(classOfError(code, 'isp.invalid-parameters')).toBe('rejected');
    expect(classOfError(code, 'isp.top-mapping-parse-error')).toBe('rejected');
    expect(classOfError(code, 'isp.call-limited')).toBe('quota');
    expect(classOfError(code, 'accesscontrol.limited-by-api-access-count')).toBe('quota');
    expect(classOfError(code, 'something.else')).toBe('unknown');
  });
  test.each(OF_SETTINGS)('sub code %s is a configuration fault, whatever the code', (subCode) => {
    for (const code of ['15', '50', '25', '41', '10', '900']) {
      expect(classOfError(code, subCode)).toBe('configuration');
    }
    expect(classOfError('7', subCode)).toBe('quota');
  });
  test('code 31 is the clock, and a repeated sign is told apart', () => {
    expect(classify(error(31, 'isv.timestamp-limit-error'))).toMatchObject({
      class: 'clock',
      replay: false,
    });
    expect(classify(error(31, 'isv.request-replay-error'))).toMatchObject({
      class: 'clock',
      replay: true,
    });
  });
  test('no row of the shipped table is left untested here', () => {
    const tested = new Set([...QUOTA, ...CONFIGURATION, ...REJECTED, ...LATER, '15', '31', '50']);
    const codes = OUTCOME_TABLE.flatMap((row) => row.code ?? []);
    expect(new Set(codes)).toEqual(tested);
    const subCodes = OUTCOME_TABLE.flatMap(({ subCode }) => subCode ?? []);
    expect(subCodes.filter((subCode) => !SUB_CODES.has(subCode))).toEqual([]);
  });
  test('what the first answer in a row does comes with it', () => {
    const atFirstOf = (code: string) => {
      const outcome = classify(error(code));
      return outcome.class === 'configuration' ? outcome.atFirst : undefined;
    };
    expect(['25', '27', '29'].map(atFirstOf)).toEqual(['blame-save', 'ask-again', null]);
    expect(classify(error('25'))).toMatchObject({ problem: 'secret' });
  });
  test.each([
    ['29', 'isv.appkey-revoked', { class: 'configuration', problem: 'keyRevoked', atFirst: null }],
    ['29', 'isv.appkey-other-brand', { class: 'configuration', problem: 'otherBrand' }],
    ['41', 'isv.shop-not-of-this-till', { class: 'rejected' }],
    ['10', 'isp.relay-state-away', { class: 'later' }],
  ])('what a chain’s relay refuses: %s %s', (code, subCode, meaning) => {
    expect(classify(error(code, subCode))).toMatchObject(meaning);
  });
  test('a code that nobody has published is unknown', () => {
    expect(classOfError('900')).toBe('unknown');
    expect(classOfError('')).toBe('unknown');
  });
  test('a code means the same as number and as text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), (code) => {
        expect(classOfError(code)).toBe(classOfError(String(code)));
      }),
    );
  });
  test('a chain can add rows in front of the shipped ones', () => {
    const row = { code: '900', class: 'rejected', source: 'chain' } as const;
    expect(classify(error(900), [row, ...OUTCOME_TABLE]).class).toBe('rejected');
  });
});

describe('accepted', () => {
  const success = { biz_success: true, result: '7000000000000000001', result_code: '0' };
  test('means HTTP 200, the expected root and biz_success true', () => {
    expect(classify(result(success))).toMatchObject({
      class: 'accepted',
      customerId: '7000000000000000001',
      traceId: 'trace',
    });
  });
  test('the simplified shape counts as well', () => {
    expect(classify(http({ result: success, request_id: 'trace' })).class).toBe('accepted');
  });
  test.each(['', 'true', 'false'])('"%s" is not taken for a customer id', (text) => {
    expect(classify(result({ ...success, result: text }))).toMatchObject({ customerId: null });
  });

  test('what is too long to be an id is none: it would be kept with the save and shown', () => {
    const idOf = (length: number) => classify(result({ ...success, result: '7'.repeat(length) }));
    expect(idOf(64)).toMatchObject({ class: 'accepted', customerId: '7'.repeat(64) });
    expect(idOf(65)).toMatchObject({ class: 'accepted', customerId: null });
  });

  test('a byte order mark in front of an answer changes nothing', () => {
    const answer = result({ ...success, result: '7' });
    const bodyText = `\ufeff${answer.kind === 'http' ? answer.bodyText : ''}`;
    expect(classify(http(bodyText))).toEqual(classify(answer));
  });
  test.each(['true', 1, null, undefined, {}])(
    'biz_success %j is no verdict: neither accepted nor unreachable',
    (value) => {
      expect(classify(result({ ...success, biz_success: value })).class).toBe('unknown');
      const simplified = http({ result: { ...success, biz_success: value } });
      expect(classify(simplified).class).toBe('unknown');
    },
  );
  test.each([
    ['an object as the id', { result: { id: 7 } }],
    ['a list as the description', { result_desc: ['成功', 1] }],
    ['an object as the view', { result_view: { zh: '成功' } }],
    ['a list as the code', { result_code: [0] }],
    ['null everywhere', { result: null, result_code: null, result_desc: null, result_view: null }],
  ])('biz_success true decides, whatever shape the rest has: %s', (_name, fields) => {
    expect(classify(result({ biz_success: true, ...fields }))).toMatchObject({
      class: 'accepted',
      customerId: null,
    });
  });
  test('biz_success false with a code that is not in the table is unknown', () => {
    expect(
      classify(result({ biz_success: false, result_code: 'X1', result_view: '不行' })),
    ).toMatchObject({ class: 'unknown', code: 'X1', text: '不行' });
  });
  test.each(['7', '31', '29', '15'])(
    'a business code %s is not the platform’s code of that number',
    (code) => {
      expect(classify(result({ biz_success: false, result_code: code })).class).toBe('unknown');
    },
  );
  test('a chain can say what a business code means', () => {
    const row = { resultCode: 'X1', class: 'rejected', source: 'chain' } as const;
    const answer = result({ biz_success: false, result_code: 'X1' });
    expect(classify(answer, [row, ...OUTCOME_TABLE]).class).toBe('rejected');
  });
  test('an id that lost digits on its way is no id', () => {
    const text = JSON.stringify(success).replace('"7000000000000000001"', '7000000000000000001');
    const bodyText = `{"result":${text}}`;
    expect(classify(http(bodyText))).toMatchObject({
      class: 'accepted',
      customerId: null,
    });
  });
  test.each([201, 204, 206, 301, 302, 400, 404, 500, 502, 503])(
    'status %d is never accepted',
    (status) => {
      const body = { alibaba_alsc_crm_open_customer_save_response: { result: success } };
      expect(classify(http(body, status)).class).toBe('unreachable');
    },
  );
  test('no text that is not exactly such an answer is ever accepted', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.integer({ min: 100, max: 599 }), (body, status) => {
        expect(classify(http(body, status)).class).not.toBe('accepted');
      }),
    );
  });
  test('an answer cut at any character is never accepted', () => {
    const { bodyText } = result(success) as { bodyText: string };
    for (let end = 0; end < bodyText.length; end += 1) {
      expect(classify(http(bodyText.slice(0, end))).class).toBe('unreachable');
    }
  });
});

describe('what is no answer of the API', () => {
  test.each([
    ['a captive portal', '<html><body>登录</body></html>', 200],
    ['an empty body', '', 200],
    ['a redirect', '', 302],
    ['a 502 page', '<h1>502 Bad Gateway</h1>', 502],
    ['a 503 with a JSON error', '{"error_response":{"code":41}}', 503],
    ['somebody else’s JSON', '{"status":"ok"}', 200],
    ['a bare true', 'true', 200],
  ])('%s leaves the outcome unknown', (_name, body, status) => {
    expect(classify(http(body, status))).toMatchObject({
      class: 'unreachable',
      mayHaveArrived: true,
    });
  });
  test('a refused connection certainly did not arrive, a reset may have', () => {
    const failure = (mayHaveArrived: boolean) =>
      classify({ kind: 'failure', reason: 'r', mayHaveArrived });
    expect(failure(false)).toMatchObject({ class: 'unreachable', mayHaveArrived: false });
    expect(failure(true)).toMatchObject({ class: 'unreachable', mayHaveArrived: true });
  });
});

describe('the API’s own root without a verdict', () => {
  const root = 'alibaba_alsc_crm_open_customer_save_response';
  test.each([
    ['an empty root', { [root]: {} }],
    ['a root that is null', { [root]: null }],
    ['a root that is text', { [root]: 'ok' }],
    ['a result that is a list', { [root]: { result: [] } }],
    ['a result with nothing in it', { [root]: { result: {}, request_id: 'trace' } }],
    ['an error without a code', { error_response: { msg: 'Remote service error' } }],
    ['an error that is text', { error_response: 'no' }],
    ['an error that is null', { error_response: null }],
    ['an error whose code is an object', { error_response: { code: { value: 15 } } }],
    ['the simplified shape with a code only', { result: { result_code: '0' } }],
  ])('is undecidable, not an unreachable gateway: %s', (_name, body) => {
    expect(classify(http(body)).class).toBe('unknown');
  });
  test('keeps what came, for whoever is asked in the end', () => {
    const fields = { biz_success: 'true', result_code: '0', result_view: '成功' };
    expect(classify(result(fields))).toMatchObject({ code: '0', text: '成功', traceId: 'trace' });
    expect(classify(http({ [root]: {} }))).toMatchObject({ code: 'no-verdict' });
    expect(classify(http({ error_response: { sub_msg: '不行' } }))).toMatchObject({
      code: 'no-verdict',
      text: '不行',
    });
  });
  test.each([
    ['a portal’s own JSON', { result: 'ok' }],
    ['JSON with a result of its own', { result: { user: 1 } }],
    ['a list', [1]],
    ['a number', 7],
  ])('%s is no answer of the API', (_name, body) => {
    expect(classify(http(body)).class).toBe('unreachable');
  });
});

test('an answer of the API that does not end is undecidable, somebody else’s endless page is none', () => {
  const failure = (reason: string) =>
    classify({ kind: 'failure', reason, mayHaveArrived: true }).class;
  expect(failure('answer-too-long')).toBe('unknown');
  expect(failure('page-too-long')).toBe('unreachable');
});

describe('the HTTP status', () => {
  const refusal = { error_response: { code: 41, sub_code: 'isv.invalid-parameter' } };
  test.each([301, 302, 303, 307, 308, 399])(
    'a redirect %i says nothing, whatever its body is',
    (status) => {
      expect(classify(http(refusal, status))).toMatchObject({ class: 'unreachable' });
    },
  );
  test.each([500, 502, 503, 504])('a %i is no answer, whatever its body is', (status) => {
    expect(classify(http(refusal, status))).toMatchObject({
      class: 'unreachable',
      code: `transport.http-${status}`,
      mayHaveArrived: true,
    });
  });
  test.each([200, 400, 403, 404, 499])('an error of the API counts under %i', (status) => {
    expect(classify(http(refusal, status)).class).toBe('rejected');
  });
});
