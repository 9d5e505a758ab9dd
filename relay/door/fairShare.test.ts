import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { REPORT_METHOD } from '../../app/report/reportCall.ts';
import { signedBy } from '../../sandbox/testing/signedBy.ts';
import { post, save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { startTestRelay, type TestRelay } from '../testing/testRelay.ts';
import type { Methods } from './methods.ts';

/** A platform that answers nobody until it is told to. */
const waiting: (() => void)[] = [];
let isSlow = true;
const platform = createServer((request, response) => {
  const answer = () =>
    response.end(
      '{"alibaba_alsc_crm_open_customer_save_response":{"result":{"biz_success":true,"result":"1"}}}',
    );
  request.resume().on('end', () => {
    if (isSlow) waiting.push(answer);
    else answer();
  });
}).listen(0, '127.0.0.1');
await once(platform, 'listening');
const { port } = platform.address() as { port: number };

/** How long a busy machine may take for eighty calls (ms). */
const PATIENCE = { timeout: 20_000 };

let reports = 0;
const methods: Methods = {
  [REPORT_METHOD]: {
    signedBy: 'till',
    serve: async () => {
      reports += 1;
      return { kind: 'result', content: {} };
    },
  },
};

const other = { appKey: 'other-till', appSecret: 'another-secret-of-another-till' };
let monotonic = 1_000_000;
const relay: TestRelay = await startTestRelay({
  platformUrl: `http://127.0.0.1:${port}/router/rest`,
  tills: [testApp, other],
  methods,
  monotonic: () => monotonic,
});
afterAll(async () => {
  isSlow = false;
  for (const answer of waiting.splice(0)) answer();
  await relay.end();
  platform.closeAllConnections();
  platform.close();
});
beforeEach(() => {
  reports = 0;
});

const send = (till: { appKey: string; appSecret: string }, more: Record<string, string>) =>
  post(relay.url, signedBy(till, more));

const report = (till: { appKey: string; appSecret: string }, number: number) =>
  send(till, { method: REPORT_METHOD, partner_id: `r${number}`, report: '{}' });

describe('a till’s key in the wrong hands costs the others nothing', () => {
  it('of one till 64 calls are under way at once; the next is told “later”, and those of others go', async () => {
    const storm = Array.from({ length: 80 }, (_, one) => send(testApp, { partner_id: `s${one}` }));
    let refused = 0;
    for (const call of storm) {
      void call.then(({ subCode }) => {
        refused += Number(subCode === 'isp.relay-busy');
      });
    }
    // All of them have come: one that comes when others are answered has room.
    await expect.poll(() => [waiting.length, refused], PATIENCE).toEqual([64, 16]);
    expect(await send(testApp, { partner_id: 'more' })).toMatchObject({
      code: 10,
      subCode: 'isp.relay-busy',
    });
    const served = send(other, {});
    await expect.poll(() => waiting.length, PATIENCE).toBe(65);
    isSlow = false;
    for (const answer of waiting.splice(0)) answer();
    expect((await served).code).toBeUndefined();
    const busy = (await Promise.all(storm)).filter(({ subCode }) => subCode === 'isp.relay-busy');
    expect(busy).toHaveLength(16);
    expect((await save(relay.url, testFields())).customerId).toBeDefined();
  });

  it('of one till thirty reports are taken at once and then one a second, and none of another’s is missing', async () => {
    const first = await Promise.all(
      Array.from({ length: 50 }, (_, number) => report(testApp, number)),
    );
    expect(first.filter(({ subCode }) => subCode === 'isp.relay-busy')).toHaveLength(20);
    expect(reports).toBe(30);
    monotonic += 1_000;
    expect((await report(testApp, 100)).code).toBeUndefined();
    expect((await report(testApp, 101)).subCode).toBe('isp.relay-busy');
    expect((await report(other, 0)).code).toBeUndefined();
  });

  it('whoever has its key without its secret takes nothing of it', async () => {
    const wrong = { ...other, appSecret: 'guessed' };
    const answers = await Promise.all(Array.from({ length: 50 }, (_, one) => report(wrong, one)));
    expect(answers.every(({ code }) => code === 25)).toBe(true);
    expect((await report(other, 1_000)).code).toBeUndefined();
  });
});
