import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { expectHeldBack, FOCUSED } from './heldBack.ts';
import { openSettings } from './states/steps.ts';

const ASK = 'memoryTill.askForPhone()';

describe.skipIf(!hasChromium)('the hot key', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const focused = () => page.evaluate<string | null>(FOCUSED);
  const stored = <T>(path: string) => page.evaluate<T>(`memoryTill.settings.provision.${path}`);

  test('brings the focus into the phone field, and changes nothing of the form', async () => {
    await page.type('186');
    await page.focus('name');
    await page.insert('王芳');
    await page.evaluate(ASK);
    expect(await focused()).toBe('phone');
    expect([await page.value('phone'), await page.value('name')]).toEqual(['186', '王芳']);
  });

  test('leaves a dialog and a locked screen as they are', async () => {
    await expectHeldBack(page, ASK);
  });

  test('is chosen by pressing it, and stored with the rest of the window', async () => {
    await openSettings(page);
    await page.focus('settings-hot-key');
    await page.press('5', { ctrl: true, alt: true });
    expect(await page.value('settings-hot-key')).toBe('Ctrl+Alt+5');
    await page.click('settings-dock-left');
    await page.click('settings-alwaysOnTop');
    await page.click('settings-save');
    await page.until(`!document.querySelector('[data-testid=settings-screen]')`);
    expect(await stored('window')).toEqual({
      hotKey: 'Ctrl+Alt+5',
      dock: 'left',
      alwaysOnTop: true,
      startAtSignIn: false,
      kiosk: false,
      touchKeyboard: true,
    });
  });

  test('that would be typing, or that other programs need, is refused in words; Backspace takes it away; Tab and Escape keep their meaning', async () => {
    await openSettings(page);
    await page.focus('settings-hot-key');
    await page.press('5', { ctrl: true, alt: true });
    await page.press('7');
    await page.until(`document.querySelector('[data-testid=settings-hot-key-error]').textContent`);
    expect(await page.value('settings-hot-key')).toBe('Ctrl+Alt+5');
    // Every program on the PC would lose it.
    await page.press('1', { ctrl: true });
    await page.until(
      `/其他程序/.test(document.querySelector('[data-testid=settings-hot-key-error]').textContent)`,
    );
    expect(await page.value('settings-hot-key')).toBe('Ctrl+Alt+5');
    await page.press('Backspace');
    expect(await page.value('settings-hot-key')).toBe('');
    expect(await page.text('settings-hot-key-error')).toBe('');
    await page.press('Tab');
    expect(await focused()).toBe('settings-dock-none');
    await page.press('Tab', { shift: true });
    await page.press('Escape');
    await page.until(`!document.querySelector('[data-testid=settings-screen]')`);
  });
});
