import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { startGateway, TestTill } from './testTill.ts';

let gateway: Sandbox;
let till: TestTill;

beforeEach(async () => {
  gateway = await startGateway();
  till = await new TestTill(gateway.url).start();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

test('story 3: answer lost: the same id and the byte-identical body, one effect', async () => {
  gateway.setFaults({ rules: [{ times: 1, action: { type: 'drop', when: 'after' } }] });
  const slip = await till.register({ mobile: '13800138000', name: '王芳', remark: 'a "b" +&=%' });
  const line = await till.waitForState(slip, 'accepted');
  expect(gateway.ledger().effects).toHaveLength(1);
  const bodies = gateway.requests().map((request) => request.bodyText);
  expect(bodies.length).toBeGreaterThanOrEqual(2);
  expect(new Set(bodies).size).toBe(1);
  expect(new Set(gateway.requests().map((request) => request.sign)).size).toBeGreaterThan(1);
  expect(line.attempts).toBeGreaterThanOrEqual(2);
});

describe.each([
  [
    'a captive portal under 200',
    { type: 'http', status: 200, body: '<html>请登录</html>', contentType: 'text/html' },
  ],
  ['a redirect', { type: 'redirect', location: 'http://127.0.0.1:9/login' }],
  [
    'a 502 page',
    { type: 'http', status: 502, body: '<h1>502 Bad Gateway</h1>', contentType: 'text/html' },
  ],
  ['JSON cut in the middle', { type: 'truncated' }],
  ['biz_success: false', { type: 'bizFailure', resultCode: 'X9', resultView: '系统繁忙' }],
] as const)('story 6: %s is no answer', (_name, action) => {
  test('is never "accepted", and the save is accepted once when it ends', async () => {
    gateway.setFaults({ rules: [{ action }] });
    const slip = await till.register({ mobile: '13800138000' });
    await till.client.waitUntil(async () => gateway.requests().length >= 2, { timeout: 20_000 });
    expect(['pending', 'sending']).toContain((await till.line(slip))?.state);
    expect(await till.shownState(slip)).not.toBe('accepted');
    expect(await till.field('confirmation').getAttribute('data-state')).toBe('saved');
    expect(await till.field('badge').getAttribute('data-tone')).not.toBe('done');
    expect(gateway.ledger().effects).toEqual([]);
    gateway.setFaults({ rules: [] });
    await till.sendNow();
    await till.waitForState(slip, 'accepted');
    expect(gateway.ledger().effects).toHaveLength(1);
  });
});

test('a rejected save is held with its reason, and the next customer is served', async () => {
  gateway.setFaults({
    rules: [
      {
        match: { mobile: '13800138000' },
        action: {
          type: 'error',
          code: 50,
          subCode: 'isv.invalid-parameter',
          subMsg: '手机号已注销',
        },
      },
    ],
  });
  const first = await till.register({ mobile: '13800138000' });
  const held = await till.waitForState(first, 'held');
  expect(held).toMatchObject({
    heldReason: 'rejected',
    subCode: 'isv.invalid-parameter',
    field: 'mobile',
  });
  await expect.poll(() => till.field(`line-${first}`).getText()).toContain('手机号');
  expect(JSON.stringify(await till.outbox())).not.toContain('手机号已注销');
  await expect.poll(() => till.field('badge').getAttribute('data-tone')).toBe('held');
  const second = await till.register({ mobile: '13900139000' });
  await till.waitForState(second, 'accepted');
});
