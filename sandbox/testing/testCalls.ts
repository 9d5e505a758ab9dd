import { Agent, request as httpRequest } from 'node:http';
import { expectedSign } from '../../platform/protocol/sign.ts';

/** The app that the tests call as. */
export const testApp = { appKey: '12345678', appSecret: '0123456789abcdef0123456789abcdef' };

/** The fields of a save, right or wrong. */
export interface TestFields {
  request_id?: unknown;
  [name: string]: unknown;
}

/** A save that the gateway accepts, with a request id of its own. */
export function testFields(changes: TestFields = {}): TestFields {
  return {
    brand_id: '244323',
    shop_id: '239923231',
    channel: '2',
    operator_id: '2392313',
    request_id: crypto.randomUUID(),
    mobile: '18651822226',
    name: '刘德华',
    gender: 0,
    ...changes,
  };
}

/** A moment as the platform writes it: GMT+8. */
export function platformTime(milliseconds: number): string {
  return new Date(milliseconds + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Parameters that carry their sign. */
export type SignedParams = Record<string, string> & { sign: string };

let calls = 0;

/** Signed parameters; `changes` are in before the sign, and undefined leaves a parameter out. */
export function signedParams(
  argument: TestFields | string,
  changes: Record<string, string | undefined> = {},
): SignedParams {
  calls += 1;
  const params = new Map<string, string>();
  const all = {
    method: 'alibaba.alsc.crm.open.customer.save',
    app_key: testApp.appKey,
    timestamp: platformTime(Date.now()),
    v: '2.0',
    sign_method: 'hmac-sha256',
    format: 'json',
    // Two calls in one second would have one sign without it.
    partner_id: `test-${calls}`,
    param_customer_save_open_req:
      typeof argument === 'string' ? argument : JSON.stringify(argument),
    ...changes,
  };
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined) params.set(name, value);
  }
  const sign = expectedSign(params, params.get('sign_method'), testApp.appSecret);
  return { ...Object.fromEntries(params), sign: sign ?? 'none' };
}

/** What came back, with the code found in it, whatever the format. */
export interface TestAnswer {
  status: number;
  headers: Headers;
  text: string;
  code: number | undefined;
  subCode: string | undefined;
  customerId: string | undefined;
}

/** Reads a response of fetch. */
export async function readAnswer(response: Response): Promise<TestAnswer> {
  const text = await response.text();
  const code = /"code":(\d+)|<code>(\d+)/.exec(text);
  return {
    status: response.status,
    headers: response.headers,
    text,
    code: code ? Number(code[1] ?? code[2]) : undefined,
    subCode: /"sub_code":"([^"]*)"/.exec(text)?.[1],
    customerId: /"biz_success":true,"result":"(\d+)"/.exec(text)?.[1],
  };
}

/** Posts parameters as a form. */
export async function post(url: string, params: Record<string, string>): Promise<TestAnswer> {
  const body = new URLSearchParams(params);
  return readAnswer(await fetch(url, { method: 'POST', body, redirect: 'manual' }));
}

/** Saves once as a form, with a fresh timestamp and sign. */
export function save(
  url: string,
  argument: TestFields | string,
  changes: Record<string, string | undefined> = {},
): Promise<TestAnswer> {
  return post(url, signedParams(argument, changes));
}

/** Posts a form over an agent's connections; the text of the answer, or the code of the failure. */
export function postOver(
  agent: Agent,
  url: string,
  params: Record<string, string>,
): Promise<string> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const request = httpRequest(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve(text));
    });
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    request.end(new URLSearchParams(params).toString());
  });
}

/** What a request is told whose connection is closed or reset before an answer. */
export const lostConnection = /^(ECONNRESET|EPIPE)$/;

/** Posts over a connection that is used for nothing else. */
export async function postOnce(url: string, params: Record<string, string>): Promise<string> {
  const agent = new Agent();
  const told = await postOver(agent, url, params);
  agent.destroy();
  return told;
}
