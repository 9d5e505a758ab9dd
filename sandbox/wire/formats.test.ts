import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../createSandbox.ts';
import { save, testApp, testFields } from '../testing/testCalls.ts';

const sandbox = await createSandbox(testApp);
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

describe('an answer', () => {
  it('has the documented JSON shape', async () => {
    const { text, headers } = await save(sandbox.url, testFields());
    expect(headers.get('content-type')).toMatch('application/json');
    expect(JSON.parse(text)).toEqual({
      alibaba_alsc_crm_open_customer_save_response: {
        result: {
          biz_success: true,
          result: expect.stringMatching(/^\d{19}$/),
          result_code: '0',
          result_desc: '成功',
          result_view: '成功',
        },
        request_id: expect.stringMatching(/^[0-9a-z]{12}$/),
      },
    });
  });

  it('carries a trace id of the gateway, never the request id of the save', async () => {
    const fields = testFields();
    const { text } = await save(sandbox.url, fields);
    expect(text).not.toContain(fields.request_id);
  });

  it('loses its root when simplified, but an error keeps it', async () => {
    const simplify = { simplify: 'true' };
    const good = JSON.parse((await save(sandbox.url, testFields(), simplify)).text);
    expect(Object.keys(good)).toEqual(['result', 'request_id']);
    const bad = await save(sandbox.url, testFields({ gender: '0' }), simplify);
    expect(Object.keys(JSON.parse(bad.text))).toEqual(['error_response']);
  });

  it.each(['xml', undefined])('is XML when the format is %j', async (format) => {
    const good = await save(sandbox.url, testFields(), { format, simplify: 'true' });
    expect(good.headers.get('content-type')).toMatch('text/xml');
    expect(good.text).toMatch(
      /^<\?xml version="1.0" encoding="utf-8" \?><alibaba_alsc_crm_open_customer_save_response><result><biz_success>true<\/biz_success><result>\d{19}<\/result>/,
    );
    const bad = await save(sandbox.url, testFields({ gender: '0' }), { format });
    expect(bad.text).toMatch('<error_response><code>41</code><msg>Invalid arguments:gender</msg>');
  });

  it('escapes what XML would take for markup', async () => {
    sandbox.setFaults({ rules: [{ action: { type: 'error', code: 15, subMsg: 'a < b & c' } }] });
    const answer = await save(sandbox.url, testFields(), { format: 'xml' });
    expect(answer.text).toContain('<sub_msg>a &lt; b &amp; c</sub_msg>');
  });

  it('has an error of code, message, sub code, sub message and trace id', async () => {
    const { text, status } = await save(sandbox.url, testFields({ mobile: '1' }));
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      error_response: {
        code: 50,
        msg: 'Remote service error',
        sub_code: 'isv.invalid-parameter',
        sub_msg: '非法参数',
        request_id: expect.any(String),
      },
    });
  });

  it('tells the gateway’s own clock in its Date header, and judges timestamps by it', async () => {
    const expectDate = async (offset: number): Promise<void> => {
      const before = Date.now();
      const { headers } = await save(sandbox.url, testFields());
      const date = Date.parse(headers.get('date') ?? '') - offset;
      // A date header has whole seconds.
      expect(date).toBeGreaterThan(before - 1_000);
      expect(date).toBeLessThanOrEqual(Date.now());
    };
    await expectDate(0);
    sandbox.setFaults({ clockOffsetSeconds: -3600 });
    await expectDate(-3_600_000);
    expect((await save(sandbox.url, testFields())).code).toBe(31);
  });
});
