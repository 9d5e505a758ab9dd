import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { focusWindow, pressKeys } from './driver/inputMethod.ts';
import { startGateway, TestTill } from './testTill.ts';

/** Between two keys of a hand (ms). */
const HAND = 90;
const hasHands = spawnSync('which', ['xdotool']).status === 0;

/** Keys as the system sends them, through X11 (Debian: xdotool), in the real window. */
describe.skipIf(!hasHands)('with a hand’s own keys', () => {
  let gateway: Sandbox;
  let till: TestTill;

  beforeEach(async () => {
    gateway = await startGateway();
    till = await new TestTill(gateway.url).start();
    focusWindow('Tillside');
    await till.field('phone').waitUntil(() => till.field('phone').isFocused());
  });
  afterEach(async () => {
    await till.kill();
    await gateway.close();
  });

  const value = (name: string) => till.field(name).getValue();
  const type = (text: string) => pressKeys([...text], HAND);
  const gone = (name: string) => till.field(name).waitForExist({ reverse: true });
  const becomes = (name: string, text: string) =>
    expect.poll(() => value(name), { timeout: 5_000 }).toBe(text);

  test('typing goes on after every dialog, where it was', async () => {
    const dialogs = [
      { open: 'F11', close: 'Escape', testId: 'scanner-test' },
      { open: 'F8', close: 'F8', testId: 'queue-panel' },
      { open: 'F8', close: 'Escape', testId: 'queue-panel' },
      { open: 'F10', close: 'Escape', testId: `operator-2392313` },
      { open: 'F9', close: 'Return', testId: 'lock-screen' },
    ];
    let typed = '';
    for (const { open, close, testId } of dialogs) {
      pressKeys([open], HAND);
      await till.field(testId).waitForExist();
      pressKeys([close], HAND);
      await gone(testId);
      type('3');
      typed += '3';
      await expect
        .poll(async () => (await value('phone')).replaceAll(' ', ''), { timeout: 5_000 })
        .toBe(typed);
    }
    for (const [opener, testId] of [
      ['settings', 'pin-prompt'],
      ['read-notice', 'notice'],
    ] as const) {
      await till.field(opener).click();
      await till.field(testId).waitForExist();
      pressKeys(['Escape'], HAND);
      await gone(testId);
      type('8');
      typed += '8';
      await expect
        .poll(async () => (await value('phone')).replaceAll(' ', ''), { timeout: 5_000 })
        .toBe(typed);
    }
  });

  test('a digit that is typed after a press on a button is not lost', async () => {
    type('138');
    await till.field('locale').click();
    type('0013');
    await becomes('phone', '138 0013');
    await till.client.execute(() => (document.activeElement as HTMLElement | null)?.blur());
    type('8000');
    await becomes('phone', '138 0013 8000');
  });

  test('two customers right behind one another are both right', async () => {
    type('18651822226');
    pressKeys(['F5', 'F4'], HAND);
    type('13800138000');
    pressKeys(['F5', 'F4'], HAND);
    await till.client.waitUntil(async () => (await till.outbox()).counts.accepted === 2);
    const sent = gateway.ledger().effects.map(({ fields }) => fields.mobile);
    expect(sent.sort()).toEqual(['13800138000', '18651822226']);
  });

  test('the text grows and shrinks with Ctrl, and is as large after a start', async () => {
    const scale = () => till.client.execute(() => window.devicePixelRatio);
    const before = await scale();
    pressKeys(['ctrl+plus', 'ctrl+plus'], HAND);
    await expect.poll(scale, { timeout: 5_000 }).toBeCloseTo(before * 1.25, 2);
    await till.stop();
    await till.start();
    await expect.poll(scale, { timeout: 5_000 }).toBeCloseTo(before * 1.25, 2);
    focusWindow('Tillside');
    pressKeys(['ctrl+minus'], HAND);
    await expect.poll(scale, { timeout: 5_000 }).toBeCloseTo(before * 1.1, 2);
    pressKeys(['ctrl+0'], HAND);
    await expect.poll(scale, { timeout: 5_000 }).toBeCloseTo(before, 2);
  });
});
