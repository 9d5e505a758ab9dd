import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { startGateway, TestTill } from './testTill.ts';

let gateway: Sandbox;
let till: TestTill;

beforeEach(async () => {
  gateway = await startGateway();
  till = new TestTill(gateway.url);
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

const member = {
  mobile: '18651822226',
  name: '刘德华',
  gender: 1,
  birthday: '19900101',
  outerType: 'alipay',
  outerId: '2088328921390232323',
  remark: '备注',
} as const;

test('saved online is accepted, with every field as it was typed', async () => {
  await till.start();
  const slip = await till.register(member);
  const line = await till.waitForState(slip, 'accepted');
  const { effects } = gateway.ledger();
  expect(effects).toHaveLength(1);
  expect(JSON.parse(effects[0]?.body ?? '')).toEqual({
    brand_id: '244323',
    shop_id: '239923231',
    channel: '2',
    operator_id: '2392313',
    request_id: line.requestId,
    mobile: '18651822226',
    name: '刘德华',
    gender: 1,
    birthday: '1990-01-01 00:00:00',
    outer_id: '2088328921390232323',
    outer_type: 'alipay',
    remark: '备注',
  });
  expect(line.customerId).toBe(effects[0]?.customerId);
  await till.client.waitUntil(
    async () => (await till.field('confirmation').getAttribute('data-state')) === 'accepted',
  );
  expect(await till.shownState(slip)).toBe('accepted');
});

test('the keyboard alone registers a member, from the first key to the last', async () => {
  await till.start();
  const { client } = till;
  expect(await till.field('phone').isFocused()).toBe(true);
  await client.keys('18651822226');
  await client.keys('Enter');
  await client.keys('Ada');
  await client.keys('F4');
  const slip = await till.confirmedSlip();
  await till.waitForState(slip, 'accepted');
  expect(gateway.ledger().effects[0]?.fields).toMatchObject({ mobile: '18651822226', name: 'Ada' });
  await client.waitUntil(() => till.field('phone').isFocused());
});

test('saved offline is accepted when the gateway returns, with the same id', async () => {
  const { port } = gateway;
  await gateway.close();
  await till.start();
  const slip = await till.register(member);
  const waiting = await till.waitForState(slip, 'pending');
  expect(await till.field('badge').getAttribute('data-waiting')).toBe('1');
  gateway = await startGateway({ port });
  await till.sendNow();
  await till.waitForState(slip, 'accepted');
  expect(gateway.ledger().effects.map((effect) => effect.requestId)).toEqual([waiting.requestId]);
  await till.client.waitUntil(
    async () => (await till.field('badge').getAttribute('data-tone')) === 'done',
  );
});

test('wrong input is told at its field, nothing is lost, and the corrected form is saved', async () => {
  await till.start();
  await till.fill({ mobile: '12345678901', name: '王芳', birthday: '19900230' });
  await till.client.keys('F4');
  await till.client.waitUntil(() => till.field('phone').isFocused());
  expect(await till.field('field-error-mobile').getText()).not.toBe('');
  expect(await till.field('field-error-birthday').getText()).not.toBe('');
  expect(await till.field('name').getValue()).toBe('王芳');
  expect((await till.outbox()).recent).toEqual([]);
  await till.field('phone').setValue('13800138000');
  await till.field('birthday').setValue('19900228');
  await till.client.keys('F4');
  await till.waitForState(await till.confirmedSlip(), 'accepted');
  expect(gateway.ledger().effects[0]?.fields).toMatchObject({ name: '王芳' });
});

test('switching the language keeps what was typed, and the next start remembers it', async () => {
  await till.start();
  await till.fill({ mobile: '13800138000', name: '王芳' });
  await till.field('locale').click();
  await till.client.waitUntil(
    async () => (await till.client.execute(() => document.documentElement.lang)) === 'en',
  );
  expect(await till.field('name').getValue()).toBe('王芳');
  expect(await till.client.getTitle()).toMatch(/^[\x20-\x7e]+$/);
});
