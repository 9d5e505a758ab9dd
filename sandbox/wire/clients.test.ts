import TopClient from 'topsdk';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../createSandbox.ts';
import {
  platformTime,
  readAnswer,
  signedParams,
  testApp,
  testFields,
} from '../testing/testCalls.ts';

const sandbox = await createSandbox(testApp);
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const method = 'alibaba.alsc.crm.open.customer.save';
const post = (url: string, body?: FormData | string, type?: string): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    ...(body === undefined ? {} : { body }),
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
  });

function formOf(params: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(params)) form.append(name, value);
  return form;
}

describe('the independent client topsdk', () => {
  it.each([
    ['post', 'form'],
    ['file_upload', 'multipart'],
  ] as const)('saves with its %s request, which sends a %s body', async (type, paramsIn) => {
    const client = new TopClient(testApp.appKey, testApp.appSecret, { endpoint: sandbox.url });
    const body = JSON.stringify(testFields({ remark: '100% & “ok” 😀' }));
    const args = { param_customer_save_open_req: body, timestamp: platformTime(Date.now()) };
    const response = await client.execute(method, args, type);
    expect(response.result.biz_success).toBe(true);
    const { effects, requests } = sandbox.ledger();
    expect(effects).toMatchObject([{ customerId: response.result.result, body }]);
    expect(requests).toMatchObject([{ paramsIn, bodyText: body }]);
  });

  it('is told the code and sub code of an error', async () => {
    const client = new TopClient(testApp.appKey, 'wrong', { endpoint: sandbox.url });
    const timestamp = platformTime(Date.now());
    await expect(client.execute(method, { timestamp })).rejects.toMatchObject({ code: 25 });
  });
});

describe('parameters', () => {
  it('are taken from the query', async () => {
    const params = signedParams(testFields());
    const answer = await readAnswer(await post(`${sandbox.url}?${new URLSearchParams(params)}`));
    expect(answer.customerId).toBeDefined();
    expect(sandbox.requests()).toMatchObject([{ paramsIn: 'query' }]);
  });

  it('are taken from a multipart body', async () => {
    const answer = await readAnswer(await post(sandbox.url, formOf(signedParams(testFields()))));
    expect(answer.customerId).toBeDefined();
    expect(sandbox.requests()).toMatchObject([{ paramsIn: 'multipart' }]);
  });

  it.each(['form', 'multipart'])('are merged from the query and a %s body', async (paramsIn) => {
    const params = signedParams(testFields());
    const { param_customer_save_open_req: argument = '', ...system } = params;
    const own = { param_customer_save_open_req: argument };
    const body = paramsIn === 'form' ? new URLSearchParams(own).toString() : formOf(own);
    const type =
      paramsIn === 'form' ? 'application/x-www-form-urlencoded; charset=utf-8' : undefined;
    const url = `${sandbox.url}?${new URLSearchParams(system)}`;
    expect((await readAnswer(await post(url, body, type))).customerId).toBeDefined();
    expect(sandbox.requests()).toMatchObject([{ paramsIn, bodyText: argument }]);
  });

  it('in a body of another type are not read', async () => {
    const body = JSON.stringify(signedParams(testFields()));
    expect((await readAnswer(await post(sandbox.url, body, 'application/json'))).code).toBe(21);
  });

  it('answer 47 when the form names another charset or bytes are not UTF-8', async () => {
    const body = new URLSearchParams(signedParams(testFields())).toString();
    const type = 'application/x-www-form-urlencoded; charset=GBK';
    expect((await readAnswer(await post(sandbox.url, body, type))).code).toBe(47);
    expect((await readAnswer(await post(`${sandbox.url}?x=%C1%F5`, body))).code).toBe(47);
  });

  it('answer 47 when a multipart body is not UTF-8 or is broken', async () => {
    const head = '--b\r\ncontent-disposition: form-data; name="format"\r\n\r\njson\r\n';
    const part = '--b\r\ncontent-disposition: form-data; name="name"\r\n\r\n';
    const bytes = Buffer.concat([
      Buffer.from(head + part),
      Buffer.from([0xc1, 0xf5]),
      Buffer.from('\r\n--b--\r\n'),
    ]);
    for (const body of [bytes, Buffer.from(head + part)]) {
      const headers = { 'content-type': 'multipart/form-data; boundary=b' };
      const response = await fetch(sandbox.url, { method: 'POST', headers, body });
      expect((await readAnswer(response)).code).toBe(47);
    }
  });
});
