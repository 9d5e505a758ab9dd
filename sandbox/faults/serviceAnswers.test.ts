import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../createSandbox.ts';
import { save, testApp, testFields } from '../testing/testCalls.ts';
import type { FaultAction } from './faultSchema.ts';

const sandbox = await createSandbox(testApp);
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

function once(action: FaultAction): void {
  sandbox.setFaults({ rules: [{ times: 1, action }] });
}

const effects = (): number => sandbox.ledger().effects.length;
const lastRequest = () => sandbox.requests().at(-1);

describe('an answer of the service', () => {
  it('can be any error, with the platform’s message unless another is given', async () => {
    once({ type: 'error', code: 15, subCode: 'isp.service-unavailable', subMsg: 'x' });
    const { text } = await save(sandbox.url, testFields());
    expect(JSON.parse(text).error_response).toMatchObject({
      code: 15,
      msg: 'Remote service error',
      sub_code: 'isp.service-unavailable',
      sub_msg: 'x',
    });
    once({ type: 'error', code: '530', msg: 'own' });
    const other = await save(sandbox.url, testFields());
    expect(JSON.parse(other.text).error_response).toMatchObject({ code: '530', msg: 'own' });
    expect(effects()).toBe(0);
  });

  it('can be a business failure', async () => {
    once({ type: 'bizFailure', resultCode: 'E1', resultDesc: 'd', resultView: 'v' });
    const { text } = await save(sandbox.url, testFields());
    expect(JSON.parse(text).alibaba_alsc_crm_open_customer_save_response.result).toEqual({
      biz_success: false,
      result_code: 'E1',
      result_desc: 'd',
      result_view: 'v',
    });
    expect(lastRequest()).toMatchObject({ answer: { kind: 'bizFailure', code: 'E1' } });
    expect(effects()).toBe(0);
  });

  it('can be an expired session, after the checks that come before it', async () => {
    once({ type: 'expireSession' });
    expect((await save(sandbox.url, testFields(), { v: '3.0' })).code).toBe(34);
    expect((await save(sandbox.url, testFields())).code).toBe(27);
    expect((await save(sandbox.url, testFields())).code).toBeUndefined();
  });

  it('can be a redirect', async () => {
    once({ type: 'redirect', location: 'http://login.example.invalid/' });
    const { status, headers } = await save(sandbox.url, testFields());
    expect([status, headers.get('location')]).toEqual([302, 'http://login.example.invalid/']);
    once({ type: 'redirect', location: '/elsewhere', status: 307 });
    expect((await save(sandbox.url, testFields())).status).toBe(307);
    expect(effects()).toBe(0);
  });

  it('can have headers of its own, even a foreign date', async () => {
    const date = 'Thu, 01 Jan 1970 00:00:00 GMT';
    once({ type: 'http', status: 503, headers: { date, 'retry-after': '9' }, contentType: 'a/b' });
    const { status, headers } = await save(sandbox.url, testFields());
    expect(status).toBe(503);
    const told = ['date', 'retry-after', 'content-type'].map((name) => headers.get(name));
    expect(told).toEqual([date, '9', 'a/b']);
  });
});
