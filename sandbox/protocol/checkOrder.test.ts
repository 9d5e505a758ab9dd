import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../createSandbox.ts';
import type { FaultScript } from '../faults/faultSchema.ts';
import {
  platformTime,
  post,
  readAnswer,
  save,
  signedParams,
  type TestFields,
  testApp,
  testFields,
} from '../testing/testCalls.ts';

const sandbox = await createSandbox({ ...testApp, session: 'good' });
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

/** A request that can be spoilt in several ways at once. */
interface Draft {
  verb: string;
  changes: Record<string, string | undefined>;
  fields: TestFields;
  script: FaultScript;
  spoilSign: boolean;
  tail: string;
}

async function send(draft: Draft): Promise<number | undefined> {
  sandbox.setFaults(draft.script);
  const params = signedParams(draft.fields, draft.changes);
  if (draft.spoilSign) params.sign = '0'.repeat(64);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(params).toString() + draft.tail;
  return (await readAnswer(await fetch(sandbox.url, { method: draft.verb, headers, body }))).code;
}

function draft(): Draft {
  const fields = testFields();
  return { verb: 'POST', changes: {}, fields, script: {}, spoilSign: false, tail: '' };
}

type Spoil = [code: number, title: string, spoil: (draft: Draft) => void];

function change(name: string, value: string | undefined): (draft: Draft) => void {
  return ({ changes }) => {
    changes[name] = value;
  };
}

const hourAgo = (): string => platformTime(Date.now() - 3_600_000);

const inOrder: Spoil[] = [
  [9, 'a verb that is not POST', (d) => Object.assign(d, { verb: 'PUT' })],
  [47, 'text that is not UTF-8', (d) => Object.assign(d, { tail: '&x=%FF' })],
  [22, 'an unknown method', change('method', 'taobao.user.get')],
  [23, 'an unknown format', change('format', 'yaml')],
  [34, 'an unsupported version', change('v', '3.0')],
  [29, 'an unknown app key', change('app_key', '87654321')],
  [31, 'an old timestamp', (d) => change('timestamp', hourAgo())(d)],
  [25, 'a wrong sign', (d) => Object.assign(d, { spoilSign: true })],
  [
    7,
    'no quota left',
    (d) => Object.assign(d.script, { quota: { callsPerMinute: 0, banSeconds: 1 } }),
  ],
  [11, 'no permission', (d) => Object.assign(d.script, { permissionDenied: true })],
  [27, 'a wrong session', change('session', 'bad')],
  [40, 'a missing argument', (d) => Object.assign(d.fields, { shop_id: undefined })],
  [41, 'an argument of a wrong type', (d) => Object.assign(d.fields, { gender: '0' })],
  [50, 'a number that is no mobile', (d) => Object.assign(d.fields, { mobile: '12345' })],
];

const pairs = inOrder.flatMap((earlier, index) =>
  inOrder.slice(index + 1).map((later) => ({ earlier, later })),
);

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

  it.each([
    [21, 'method'],
    [32, 'v'],
    [28, 'app_key'],
    [30, 'timestamp'],
    [40, 'param_customer_save_open_req'],
  ])('answers %i when %s is missing or empty', async (code, name) => {
    expect((await save(sandbox.url, testFields(), { [name]: undefined })).code).toBe(code);
    expect((await save(sandbox.url, testFields(), { [name]: '' })).code).toBe(code);
  });

  it('answers 24 when the sign is missing', async () => {
    const { sign, ...rest } = signedParams(testFields());
    expect(sign).not.toBe('');
    expect((await post(sandbox.url, rest)).code).toBe(24);
    expect((await post(sandbox.url, { ...rest, sign: '' })).code).toBe(24);
  });

  it.each([
    [33, 'v', 'two'],
    [34, 'v', '2.1'],
    [31, 'timestamp', 'now'],
    [31, 'timestamp', '2026-02-30 00:00:00'],
    [25, 'sign_method', 'sha1'],
    [25, 'sign_method', undefined],
    [26, 'session', ''],
  ])('answers %i when %s is %j', async (code, name, value) => {
    expect((await save(sandbox.url, testFields(), { [name]: value })).code).toBe(code);
  });

  it.each([
    [-601, 31],
    [-598, undefined],
    [598, undefined],
    [602, 31],
  ])('allows ten minutes between the clocks: %i seconds answers %j', async (seconds, code) => {
    const timestamp = platformTime(Date.now() + seconds * 1000);
    const answer = await save(sandbox.url, testFields(), { timestamp });
    expect(answer.code).toBe(code);
    if (code) expect(answer.subCode).toBe('isv.timestamp-limit-error');
  });

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
