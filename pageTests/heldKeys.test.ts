import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { fill, openSettings, register, shown } from './states/steps.ts';

const PHONE = '18651822226';
const ENTER = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' };
const ESCAPE = { key: 'Escape', code: 'Escape', windowsVirtualKeyCode: 27 };
const SPACE = { key: ' ', code: 'Space', windowsVirtualKeyCode: 32, text: ' ' };

describe.skipIf(!hasChromium)('a key that is held down', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const pause = (milliseconds: number) =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));
  /** As a keyboard does it: half a second, then 30 a second, for so long (ms). */
  const hold = async (key: typeof ENTER | typeof ESCAPE, milliseconds: number) => {
    const down = { type: 'keyDown', ...key };
    await page.browser.call('Input.dispatchKeyEvent', down);
    await pause(500);
    for (let at = 500; at < milliseconds; at += 33) {
      await page.browser.call('Input.dispatchKeyEvent', { ...down, autoRepeat: true });
      await pause(33);
    }
    await page.browser.call('Input.dispatchKeyEvent', { ...key, type: 'keyUp', text: undefined });
  };
  const listenTo = (...calls: string[]) =>
    preview.till(`const { bridge } = memoryTill; window.called = [];
      for (const name of ${JSON.stringify(calls)}) {
        const call = bridge[name];
        bridge[name] = (given) => { window.called.push(name); return call(given); };
      }`);
  const called = () => page.evaluate<string[]>('window.called');

  test('in the remark sends no correction that it has brought up', async () => {
    await preview.till('memoryTill.switches.online = false');
    await register(preview, PHONE, '王芳');
    await page.type(PHONE);
    await shown(page, 'known-member');
    await page.press('F6');
    await page.until(`document.querySelector('[data-testid=name]').value === '王芳'`);
    await fill(page, 'remark', '常客');
    await hold(ENTER, 1_200);
    await pause(300);
    expect((await preview.requests()).slice(1)).toEqual([]);
    expect(await page.text('correction')).not.toBeNull();
  });

  test('on a row of the queue presses none of its actions', async () => {
    await preview.till(`memoryTill.switches.refusal = 'no such day'`);
    await register(preview, PHONE, '王芳', 'held');
    await listenTo('readForCorrection', 'sendHeldAgain');
    await page.press('F8');
    await shown(page, 'row-S-0001');
    await shown(page, 'correct');
    await page.press('ArrowDown');
    await hold(ENTER, 700);
    await pause(300);
    expect(await called()).toEqual([]);
    expect(await page.focused()).toBe('correct');
    await page.press('Enter');
    await page.until('window.called.length === 1');
  });

  test.each([
    ['Enter', ENTER],
    ['Space', SPACE],
  ])('on a button presses it once (%s)', async (_name, key) => {
    await page.evaluate(`document.querySelector('[data-testid=sound]').focus()`);
    await listenTo('setSound');
    await hold(key, 700);
    await page.until('window.called.length > 0');
    await pause(300);
    expect(await called()).toEqual(['setSound']);
  });

  test('asks whether what was typed in the settings is to be lost, and does not say yes', async () => {
    await openSettings(page);
    await fill(page, 'settings-shopId', 'SH-9');
    await hold(ESCAPE, 900);
    expect(await page.text('settings-said')).not.toBe('');
    expect(await page.value('settings-shopId')).toBe('SH-9');
  });

  test('closes the dialog that lies on top, and not the one behind it', async () => {
    await page.press('F8');
    await shown(page, 'queue-panel');
    await preview.till(`memoryTill.settings.tell({ question: { id: 9, leavesBehind: false,
      needs: 'pin', changes: [{ part: 'address', from: 'https://a.example', to: 'https://b.example' }] } })`);
    await shown(page, 'pin-prompt');
    await hold(ESCAPE, 900);
    expect(await page.text('pin-prompt')).toBeNull();
    expect(await page.text('queue-panel')).not.toBeNull();
  });

  test('goes on writing in a text', async () => {
    await page.evaluate(`document.querySelector('[data-testid=remark]').focus()`);
    await hold(SPACE, 600);
    expect((await page.value('remark')).length).toBeGreaterThan(2);
  });
});
