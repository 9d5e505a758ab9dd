import TopClient from 'topsdk';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import {
  platformTime,
  readAnswer,
  signedParams,
  testApp,
  testFields,
} from '../../sandbox/testing/testCalls.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';

const sandbox = await createSandbox(chainApp);
const relay = await startTestRelay({ platformUrl: sandbox.url, tills: [testApp] });
afterAll(async () => {
  await relay.end();
  await sandbox.close();
});
beforeEach(() => sandbox.reset());

const method = 'alibaba.alsc.crm.open.customer.save';

function formOf(params: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(params)) form.append(name, value);
  return form;
}

async function effectOf(response: Promise<Response>): Promise<string | undefined> {
  const { customerId } = await readAnswer(await response);
  expect(customerId).toBeDefined();
  const [effect] = sandbox.ledger().effects;
  expect(effect?.customerId).toBe(customerId);
  return effect?.body;
}

describe('through a relay, the independent client topsdk', () => {
  it.each(['post', 'file_upload'] as const)(
    'saves with its %s request, byte for byte',
    async (type) => {
      const client = new TopClient(testApp.appKey, testApp.appSecret, { endpoint: relay.url });
      const body = JSON.stringify(testFields({ remark: '100% & “ok” 😀' }));
      const args = { param_customer_save_open_req: body, timestamp: platformTime(Date.now()) };
      const response = await client.execute(method, args, type);
      expect(response.result.biz_success).toBe(true);
      const { effects, requests } = sandbox.ledger();
      expect(effects).toMatchObject([{ customerId: response.result.result, body }]);
      expect(requests).toMatchObject([{ paramsIn: 'form', bodyText: body }]);
    },
  );

  it('is told the code of an error', async () => {
    const client = new TopClient(testApp.appKey, 'wrong', { endpoint: relay.url });
    const timestamp = platformTime(Date.now());
    await expect(client.execute(method, { timestamp })).rejects.toMatchObject({ code: 25 });
    expect(sandbox.requests()).toEqual([]);
  });
});

describe('through a relay, parameters', () => {
  const post = (query: string, body: string | FormData | undefined, type?: string) =>
    fetch(`${relay.url}${query}`, {
      method: 'POST',
      ...(body === undefined ? {} : { body }),
      ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    });

  it('are taken from the query, from a multipart body, and merged from both', async () => {
    const params = signedParams(testFields());
    const query = `?${new URLSearchParams(params)}`;
    expect(await effectOf(post(query, undefined))).toBe(params.param_customer_save_open_req);
    sandbox.reset();
    const inForm = signedParams(testFields());
    expect(await effectOf(post('', formOf(inForm)))).toBe(inForm.param_customer_save_open_req);
    sandbox.reset();
    const other = signedParams(testFields());
    const { param_customer_save_open_req: argument = '', ...system } = other;
    const body = formOf({ param_customer_save_open_req: argument });
    expect(await effectOf(post(`?${new URLSearchParams(system)}`, body))).toBe(argument);
  });

  it('in a body of another type are not read', async () => {
    const body = JSON.stringify(signedParams(testFields()));
    const answer = await readAnswer(await post('', body, 'application/json'));
    expect(answer.code).toBe(21);
  });
});
