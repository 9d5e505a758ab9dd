import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../createSandbox.ts';
import {
  lostConnection,
  postOnce,
  save,
  signedParams,
  testApp,
  testFields,
} from '../testing/testCalls.ts';
import type { FaultAction } from './faultSchema.ts';

const sandbox = await createSandbox(testApp);
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

function once(action: FaultAction): void {
  sandbox.setFaults({ rules: [{ times: 1, action }] });
}

function tell(body = JSON.stringify(testFields())): Promise<string> {
  return postOnce(sandbox.url, signedParams(body));
}

const effects = (): number => sandbox.ledger().effects.length;
const lastRequest = () => sandbox.requests().at(-1);

describe('a fault in front of the gateway saves nothing, and the same save goes through later', () => {
  const before: [string, FaultAction, RegExp][] = [
    ['refuse', { type: 'refuse' }, lostConnection],
    ['outage', { type: 'outage' }, lostConnection],
    ['drop before', { type: 'drop', when: 'before' }, lostConnection],
    ['a page under 502', { type: 'http', status: 502 }, /<h1>502<\/h1>/],
    ['a captive portal under 200', { type: 'http', status: 200, body: '<html>Wi-Fi' }, /^<html>Wi/],
    ['an empty body', { type: 'http', status: 200, body: '' }, /^$/],
    ['cut JSON', { type: 'truncated' }, /^\{"alibaba_alsc.*[^}]$/],
  ];

  it.each(before)('%s', async (_, action, told) => {
    once(action);
    const body = JSON.stringify(testFields());
    expect(await tell(body)).toMatch(told);
    expect(effects()).toBe(0);
    expect(lastRequest()?.faulted).toBe(action.type);
    expect(await tell(body)).toContain('"biz_success":true');
    expect(sandbox.ledger()).toMatchObject({ replays: {}, effects: [{ sequence: 1 }] });
  });
});

describe('a fault on the way back hides a save that was done, and a replay finds it', () => {
  const after: [string, FaultAction, RegExp][] = [
    ['drop after', { type: 'drop', when: 'after' }, lostConnection],
    ['a page under 504', { type: 'http', status: 504, afterEffect: true }, /<h1>504<\/h1>/],
    ['cut JSON', { type: 'truncated', afterEffect: true }, /^\{"alibaba_alsc.*[^}]$/],
    ['an error', { type: 'error', code: 15, subCode: 'isp.timeout', afterEffect: true }, /timeout/],
  ];

  it.each(after)('%s', async (_, action, told) => {
    once(action);
    const fields = testFields();
    const body = JSON.stringify(fields);
    expect(await tell(body)).toMatch(told);
    expect(effects()).toBe(1);
    expect(lastRequest()?.faulted).toBe(action.type);
    expect(await tell(body)).toContain('"biz_success":true');
    expect(effects()).toBe(1);
    expect(sandbox.ledger().replays).toEqual({ [String(fields.request_id)]: 1 });
  });

  it('but a request that is wrong is refused aloud, and the fault waits for the next one', async () => {
    once({ type: 'drop', when: 'after' });
    expect((await save(sandbox.url, testFields(), { v: '3.0' })).code).toBe(34);
    expect(lastRequest()?.faulted).toBeUndefined();
    expect(await tell()).toMatch(lostConnection);
    expect(effects()).toBe(1);
  });
});
