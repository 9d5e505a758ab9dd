import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CATALOGUES } from '../app/messages/catalogues.ts';
import { LOCALES, type Locale } from '../app/settings/locales.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { PAUSE_OF_A_HAND, startGateway, TestTill } from './testTill.ts';

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
  await expect.poll(() => till.shownState(slip)).toBe('accepted');
});

test('the keyboard alone fills every field and saves, and "已安全保存" comes before "已入会"', async () => {
  gateway.setFaults({ rules: [{ action: { type: 'slow', milliseconds: 300 } }] });
  await till.start();
  const { client } = till;
  // What the window says is written down as it changes: no word passes unseen.
  await client.execute(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => {
      const words = document.querySelector('[data-testid="confirmation"] strong')?.textContent;
      if (words && said.at(-1) !== words) said.push(words);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await expect.poll(() => till.field('phone').isFocused()).toBe(true);
  const keys = [...'18651822226', 'Enter', ...'李 Li', 'Enter', 'Space', 'Enter'];
  keys.push(...'19900101', 'Enter', ...'oLD-2xK_88912', 'Enter', 'ArrowDown', 'Enter', ...'茶');
  // As slowly as a hand: a scanner's burst would be routed by its content.
  const press = async (key: string | string[]) => {
    await client.pause(PAUSE_OF_A_HAND);
    await client.keys(key);
  };
  for (const key of keys) await press(key);
  await press(['Shift', 'Enter']);
  for (const key of [...'x', 'Enter', 'Space', 'Enter']) await press(key);
  const slip = await till.confirmedSlip();
  await till.waitForState(slip, 'accepted');
  expect(gateway.ledger().effects[0]?.fields).toMatchObject({
    mobile: '18651822226',
    name: '李 Li',
    gender: 0,
    birthday: '1990-01-01 00:00:00',
    outer_id: 'oLD-2xK_88912',
    outer_type: 'wechat',
    remark: '茶\nx',
  });
  await till
    .field('confirmation')
    .waitUntil(
      async () => (await till.field('confirmation').getAttribute('data-state')) === 'accepted',
    );
  const said = await client.execute(() => (window as unknown as { said: string[] }).said);
  expect(said).toEqual(['已安全保存', '已入会']);
  await expect.poll(() => till.field('phone').isFocused()).toBe(true);
});

test('saved offline is accepted when the gateway returns, with the same id', async () => {
  const { port } = gateway;
  await gateway.close();
  await till.start();
  const slip = await till.register(member);
  const waiting = await till.waitForState(slip, 'pending');
  await till.client.$('[data-testid="banner"][data-kind="unreachable"]').waitForDisplayed();
  await expect.poll(() => till.field('badge').getAttribute('data-waiting')).toBe('1');
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
  const { mobile, birthday } = CATALOGUES['zh-CN'].field;
  await expect.poll(() => till.field('field-error-mobile').getText()).toBe(mobile.invalid);
  await expect.poll(() => till.field('field-error-birthday').getText()).toBe(birthday.impossible);
  await expect.poll(() => till.field('name').getValue()).toBe('王芳');
  await expect.poll(() => till.field('birthday').getValue()).toBe('1990-02-30');
  expect((await till.outbox()).recent).toEqual([]);
  await till.field('phone').setValue('13800138000');
  await till.field('birthday').setValue('19900228');
  await till.client.keys('F4');
  await till.waitForState(await till.confirmedSlip(), 'accepted');
  expect(gateway.ledger().effects[0]?.fields).toMatchObject({ name: '王芳' });
});

test('switching through every language and back keeps what was typed, and the next start remembers it', async () => {
  await till.start();
  await till.fill({ mobile: '13800138000', name: '王芳', gender: 0 });
  const saveIn = (locale: Locale) =>
    till.client.waitUntilTextExists('[data-testid="save"]', CATALOGUES[locale].form.save);
  const kept = (locale: Locale) =>
    till.client.waitUntil(() =>
      readFileSync(join(till.dataFolder, 'settings.json'), 'utf8').includes(`"locale":"${locale}"`),
    );
  for (const locale of [...LOCALES.slice(1), ...LOCALES.slice(0, 2)]) {
    await till.field('locale').click();
    await saveIn(locale);
    await kept(locale);
    const { title } = CATALOGUES[locale].window;
    await till.client.waitUntil(async () => (await till.client.getTitle()) === title);
    await expect.poll(() => till.field('name').getValue()).toBe('王芳');
    expect(await till.field('gender-0').isSelected()).toBe(true);
  }
  await till.kill();
  await till.start();
  await saveIn('en');
});
