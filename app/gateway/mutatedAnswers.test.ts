import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classify } from './classify.ts';
import type { Outcome } from './outcome.ts';

/** What gateways have been seen to say, or their documentation says they do. */
const RECORDED = [
  '{"alibaba_alsc_crm_open_customer_save_response":{"result":{"biz_success":true,"result":"7000000000000000001","result_code":"0","result_desc":"成功"},"request_id":"15r8k2y3"}}',
  '{"alibaba_alsc_crm_open_customer_save_response":{"result":{"biz_success":false,"result_code":"CUSTOMER_FROZEN","result_view":"会员已冻结"},"request_id":"15r8k2y4"}}',
  '{"error_response":{"code":7,"msg":"App Call Limited","sub_code":"accesscontrol.limited-by-app-access-count","sub_msg":"This ban will last for 31062 more seconds","request_id":"15r8k2y5"}}',
  '{"error_response":{"code":27,"msg":"Invalid session","sub_code":"invalid-sessionkey","request_id":"15r8k2y6"}}',
  '{"error_response":{"code":50,"msg":"Remote service error","sub_code":"isv.invalid-parameter","sub_msg":"手机号 13871946520 不可用"}}',
  '{"result":{"biz_success":true,"result":"7000000000000000001"},"request_id":"15r8k2y7"}',
  '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>',
];

const DEEP = 20_000;

/** What stands in for a value, or is put in anywhere. */
const SPLINTERS = [
  ...[
    '"',
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '\\',
    '\\u',
    '\0',
    '\ud800',
    '\ufeff',
    'null',
    'true',
    '-0',
    '1e999',
  ],
  ...[
    '"__proto__":',
    '"constructor":{"prototype":',
    '"toString":1,',
    '"biz_success":true,',
    '"code":15,',
  ],
  ...['['.repeat(DEEP), '{"a":'.repeat(DEEP), '9'.repeat(400), '"'.padEnd(70_000, '会')],
];

/** What a field may be instead, null above all. */
const value = fc.oneof(
  fc.constantFrom('null', '[]', '{}', '0', '""', '[null]', '{"result":null}'),
  fc.json({ maxDepth: 2 }),
);

type Change = (text: string) => string;

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.nat().map((at) => (text: string) => text.slice(0, at % (text.length + 1))),
  fc.nat().map((at) => (text: string) => text.slice(at % (text.length + 1))),
  fc.tuple(fc.nat(), fc.constantFrom(...SPLINTERS)).map(([at, splinter]) => (text: string) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + splinter + text.slice(place);
  }),
  fc.tuple(fc.nat(), fc.nat({ max: 0xffff })).map(([at, unit]) => (text: string) => {
    const place = at % Math.max(1, text.length);
    return text.slice(0, place) + String.fromCharCode(unit) + text.slice(place + 1);
  }),
  // Another value in place of the outermost one.
  value.map((other) => (text: string) => {
    const start = text.indexOf(':{');
    return start < 0 ? text : `${text.slice(0, start + 1)}${other}}`;
  }),
  // Another value in place of one that is there.
  fc.tuple(fc.nat(), value).map(([at, other]) => (text: string) => {
    const values = [...text.matchAll(/:("[^"]*"|true|false|\d+)/g)];
    const found = values[at % Math.max(1, values.length)];
    if (found === undefined) return text;
    return text.slice(0, found.index + 1) + other + text.slice(found.index + found[0].length);
  }),
  fc.constant((text: string) => text + text),
);

const answer = fc
  .tuple(fc.constantFrom(...RECORDED), fc.array(change, { minLength: 1, maxLength: 4 }))
  .map(([text, changes]) => changes.reduce((rest, one) => one(rest), text));

const CLASSES: ReadonlySet<Outcome['class']> = new Set<Outcome['class']>([
  ...(['accepted', 'rejected', 'quota', 'configuration', 'clock'] as const),
  ...(['later', 'unknown', 'unreachable'] as const),
]);

describe('an answer that was recorded and then changed anywhere', () => {
  test('is one of the outcomes, whatever it has become; nothing is thrown', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(answer, fc.constantFrom(200, 200, 200, 400, 502), (bodyText, status) => {
        const outcome = classify({ kind: 'http', status, date: '', bodyText, mayBeSecond: false });
        expect(CLASSES).toContain(outcome.class);
        for (const words of [outcome.code, outcome.subCode, outcome.text, outcome.traceId]) {
          expect(typeof words).toBe('string');
        }
        expect(outcome.text.length).toBeLessThanOrEqual(500);
        seen.add(outcome.class);
      }),
      { numRuns: 5_000 },
    );
    // All of them are met, so that none of them is only thought of.
    for (const kind of [
      'accepted',
      'quota',
      'configuration',
      'rejected',
      'unknown',
      'unreachable',
    ]) {
      expect(seen).toContain(kind);
    }
  });

  test('is accepted only where its text says so itself', () => {
    fc.assert(
      fc.property(answer, (bodyText) => {
        const outcome = classify({
          kind: 'http',
          status: 200,
          date: '',
          bodyText,
          mayBeSecond: false,
        });
        if (outcome.class !== 'accepted') return;
        const json = JSON.parse(bodyText.replace(/^\ufeff/, ''));
        const root = json.alibaba_alsc_crm_open_customer_save_response ?? json;
        expect(root.result.biz_success).toBe(true);
        expect(Object.hasOwn(json, 'error_response')).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });
});
