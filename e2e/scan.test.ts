import { afterEach, beforeEach, expect, test } from 'vitest';
import { Keyboard } from '../pageTests/Keyboard.ts';
import { ScannerGun } from '../pageTests/ScannerGun.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { startGateway, TestTill } from './testTill.ts';

const WECHAT = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
const ENTER = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' };

let gateway: Sandbox;
let till: TestTill;
let keyboard: Keyboard;
let gun: ScannerGun;

beforeEach(async () => {
  gateway = await startGateway();
  till = await new TestTill(gateway.url).start();
  keyboard = new Keyboard(till.app.devtools);
  gun = new ScannerGun(keyboard);
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

const told = (kind: string) =>
  till.client.$(`[data-testid="scan-feedback"][data-kind="${kind}"]`).waitForDisplayed();

test('a scan under a composition goes where it belongs, and neither it nor the composition is typed', async () => {
  await till.fill({ name: '刘德' });
  await till.field('name').click();
  await keyboard.compose('hua');
  await gun.scan('18651822226', { inputMethod: true });
  await told('mobile');
  await gun.scan(WECHAT, { inputMethod: true });
  await told('outerId');
  await till.field('name').waitUntil(() => till.field('name').isFocused());
  await expect.poll(() => till.field('name').getValue()).toBe('刘德');
  // The input method goes on where it was.
  await keyboard.compose('hua');
  await keyboard.insert('华');
  expect((await till.outbox()).recent).toEqual([]);
  await till.client.keys('F4');
  await till.waitForState(await till.confirmedSlip(), 'accepted');
  expect(gateway.ledger().effects.map((effect) => effect.fields)).toMatchObject([
    { mobile: '18651822226', name: '刘德华', outer_id: WECHAT, outer_type: 'wechat' },
  ]);
});

test('story 16: a double scan with the focus on the save button makes no save; the button then makes one', async () => {
  // Nothing but the consent.
  await till.fill({});
  await till.client.execute(() =>
    document.querySelector<HTMLElement>('[data-testid="save"]')?.focus(),
  );
  await gun.scan('13800138000');
  await gun.scan('13800138000', { terminator: 'Tab' });
  await told('mobile');
  expect((await till.outbox()).recent).toEqual([]);
  await expect.poll(() => till.field('save').isFocused()).toBe(true);
  await keyboard.strike(ENTER);
  await till.confirmedSlip();
  await gun.scan('13800138000');
  await till.client.waitUntil(async () => (await till.outbox()).counts.accepted === 1);
  expect((await till.outbox()).recent).toHaveLength(1);
  expect(gateway.ledger().effects).toHaveLength(1);
});
