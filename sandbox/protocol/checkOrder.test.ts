import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../createSandbox.ts';
import {
  clockDistances,
  type Draft,
  draft,
  inOrder,
  missingParameters,
  pairs,
  sendDraft,
  wrongParameters,
} from '../testing/spoiltCalls.ts';
import {
  platformTime,
  post,
  readAnswer,
  save,
  signedParams,
  testApp,
  testFields,
} from '../testing/testCalls.ts';

const sandbox = await createSandbox({ ...testApp, session: 'good' });
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

async function send(sent: Draft): Promise<number | undefined> {
  sandbox.setFaults(sent.script);
  return (await sendDraft(sandbox.url, sent)).code;
}

describe('the order of the checks', () => {
  it.each(inOrder)('answers %i to %s', async (code, _, spoil) => {
    const request = draft();
    spoil(request);
    expect(await send(request)).toBe(code);
    expect(sandbox.ledger().effects).toEqual([]);
  });

  it('answers the earlier check when a request is wrong in two ways, whichever two', async () => {
    for (const { earlier, later } of pairs) {
      sandbox.reset();
      const request = draft();
      earlier[2](request);
      later[2](request);
      expect(await send(request), `${earlier[1]} and ${later[1]}`).toBe(earlier[0]);
    }
  });

  it.each(missingParameters)('answers %i when %s is missing or empty', async (code, name) => {
    expect((await save(sandbox.url, testFields(), { [name]: undefined })).code).toBe(code);
    expect((await save(sandbox.url, testFields(), { [name]: '' })).code).toBe(code);
  });

  it('answers 24 when the sign is missing', async () => {
    const { sign, ...rest } = signedParams(testFields());
    expect(sign).not.toBe('');
    expect((await post(sandbox.url, rest)).code).toBe(24);
    expect((await post(sandbox.url, { ...rest, sign: '' })).code).toBe(24);
  });

  it.each(wrongParameters)('answers %i when %s is %j', async (code, name, value) => {
    expect((await save(sandbox.url, testFields(), { [name]: value })).code).toBe(code);
  });

  it.each(clockDistances)(
    'allows ten minutes between the clocks: %i seconds answers %j',
    async (seconds, code) => {
      const timestamp = platformTime(Date.now() + seconds * 1000);
      const answer = await save(sandbox.url, testFields(), { timestamp });
      expect(answer.code).toBe(code);
      if (code) expect(answer.subCode).toBe('isv.timestamp-limit-error');
    },
  );

  it('answers 26 without a session only where one is required', async () => {
    expect((await save(sandbox.url, testFields())).code).toBeUndefined();
    sandbox.setFaults({ requireSession: true });
    expect((await save(sandbox.url, testFields())).code).toBe(26);
    expect((await save(sandbox.url, testFields(), { session: 'good' })).code).toBeUndefined();
  });

  it('refuses a repeated sign and timestamp, after the sign and before the quota', async () => {
    const params = signedParams(testFields());
    expect((await post(sandbox.url, params)).customerId).toBeDefined();
    sandbox.setFaults({ quota: { callsPerMinute: 0, banSeconds: 1 } });
    const again = await post(sandbox.url, params);
    expect([again.code, again.subCode]).toEqual([31, 'isv.request-replay-error']);
    const spoilt = await post(sandbox.url, { ...params, sign: params.sign.slice(1) });
    expect(spoilt.code).toBe(25);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('answers 9 to %s', async (method) => {
    const response = await fetch(`${sandbox.url}?format=json`, { method });
    const answer = await readAnswer(response);
    expect([answer.status, answer.code]).toEqual([200, 9]);
  });
});
