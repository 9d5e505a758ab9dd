import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { fill, openSettings } from './states/steps.ts';

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;

describe.skipIf(!hasChromium)('settings that are not saved', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const stored = <T>(path: string) => page.evaluate<T>(`memoryTill.settings.${path}`);

  test('unsaved changes are not lost by one Escape; the second one discards them', async () => {
    await openSettings(page);
    await fill(page, 'settings-shopId', 'SH-9');
    await page.press('Escape');
    await page.until(`${is('settings-said')}.textContent`);
    expect(await page.value('settings-shopId')).toBe('SH-9');
    await page.press('Escape');
    await page.until(`${is('settings-screen')} === null`);
    expect(await stored('provision.shopId')).toBe('SH-0042');
  });

  test('what is typed after that question is asked about anew', async () => {
    await openSettings(page);
    await fill(page, 'settings-shopId', 'SH-9');
    await page.press('Escape');
    await page.until(`${is('settings-said')}.textContent`);
    await fill(page, 'settings-brandId', '777');
    await page.until(`!${is('settings-said')}.textContent`);
    await page.press('Escape');
    await page.until(`${is('settings-said')}.textContent`);
    expect(await page.value('settings-brandId')).toBe('777');
  });

  test('a refused save takes the question back as well', async () => {
    await openSettings(page);
    await preview.till(`memoryTill.settings.refusal = { code: 'store.disk-full' }`);
    await fill(page, 'settings-shopId', 'SH-9');
    const close = await page.text('settings-cancel');
    await page.press('Escape');
    await page.until(`${is('settings-said')}.textContent`);
    await page.click('settings-save');
    await page.until(`!${is('settings-cancel')}.hasAttribute('data-question')`);
    expect(await page.text('settings-cancel')).toBe(close);
  });

  test('nothing is typed, chosen or pressed past a save that is under way; a refusal lets the hand go on', async () => {
    await openSettings(page);
    await preview.till(`const { bridge } = memoryTill;
      window.answer = new Promise((resolve) => {
        window.refuse = () => resolve({ ok: false, error: { code: 'store.disk-full' } });
      });
      bridge.saveSettings = (given) => { window.given = given; return window.answer; };`);
    await fill(page, 'settings-shopId', 'SH-9');
    await page.focus('settings-shopId');
    await page.press('Enter');
    await page.until('window.given');
    const operators = () => page.evaluate(`document.querySelectorAll('.operator-row').length`);
    const before = await operators();
    await page.type('10');
    await page.press('Backspace');
    await page.click('settings-operator-add');
    await page.click('settings-locale-en');
    await page.focus('settings-sign-method');
    const method = await page.value('settings-sign-method');
    await page.press('ArrowDown');
    await page.press('ArrowUp');
    await page.press('ArrowUp');
    expect(await page.value('settings-sign-method')).toBe(method);
    expect(await page.value('settings-shopId')).toBe('SH-9');
    expect(await operators()).toBe(before);
    expect(await page.evaluate(`${is('settings-locale-en')}.checked`)).toBe(false);
    await page.evaluate('window.refuse()');
    await page.until(`${is('settings-said')}.textContent`);
    await fill(page, 'settings-shopId', 'SH-10');
    expect(await page.value('settings-shopId')).toBe('SH-10');
    await page.click('settings-locale-en');
    expect(await page.evaluate(`${is('settings-locale-en')}.checked`)).toBe(true);
  });

  test('are closed by the lock of the screen, with what was typed, and stay closed when it opens', async () => {
    await preview.show({ query: '?lock=0.03' });
    await openSettings(page);
    await fill(page, 'settings-shopId', 'SH-9');
    await page.until(`${is('unlock-2392313')}`);
    expect(await page.evaluate(`${is('settings-screen')} === null`)).toBe(true);
    await page.click('unlock-2392313');
    await page.until(`${is('phone')}.checkVisibility()`);
    expect(await page.evaluate(`document.querySelector('dialog') === null`)).toBe(true);
    expect(await stored('provision.shopId')).toBe('SH-0042');
  });

  test('those that were shown before a file was taken over are not saved over it, and that is told', async () => {
    await openSettings(page);
    await preview.till('memoryTill.settings.revision += 1');
    const shop = await stored('provision.shopId');
    await fill(page, 'settings-shopId', 'SH-9');
    await page.click('settings-save');
    await page.until(`${is('settings-said')}.textContent`);
    expect(await stored('provision.shopId')).toEqual(shop);
  });

  test('a refusal of the till is told, and nothing typed is lost', async () => {
    await openSettings(page);
    await preview.till(`memoryTill.settings.refusal = { code: 'store.disk-full' }`);
    await fill(page, 'settings-shopId', 'SH-9');
    await page.click('settings-save');
    await page.until(`${is('settings-said')}.textContent`);
    expect(await page.value('settings-shopId')).toBe('SH-9');
  });

  test('the strict policy finds nothing to refuse', () => {
    expect(preview.complaints).toEqual([]);
  });
});
