import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { ESCAPES, fill, openSettings } from './states/steps.ts';

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;

describe.skipIf(!hasChromium)('settings from which two things are being stored', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  /** A new PIN that the disk refuses once `window.refusePin` is called. */
  async function changePin(): Promise<void> {
    await openSettings(page);
    await preview.till(`memoryTill.bridge.changePin = () => new Promise((resolve) => {
      window.refusePin = () => resolve({ ok: false, error: { code: 'store.disk-full' } });
    });`);
    await fill(page, 'settings-pin-first', '1234');
    await fill(page, 'settings-pin-again', '1234');
    await page.click('change-pin');
    await page.until('window.refusePin');
  }

  /** And a new data key that is there once `window.makeKey` is called. */
  async function changeBoth(): Promise<void> {
    await changePin();
    await preview.till(`memoryTill.bridge.replaceKey = () => new Promise((resolve) => {
      window.makeKey = () => resolve({ ok: true, value: null });
    });`);
    await page.click('replace-key');
    await page.until('window.makeKey');
  }

  async function putAway(): Promise<void> {
    await page.evaluate('memoryTill.putAway()');
    await page.until(`!${is('settings-screen')}`);
  }

  /** Whoever reads the first one is given time for it: more than another test waits. */
  const untilNext = (testId: string, words: string) =>
    page.until(`/${words}/.test(${is(testId)}?.textContent)`, 20_000);

  const pinIsRefused = `/PIN.*磁盘/.test(${is('settings-not-saved')}?.textContent)`;

  test('are closed by no Escape while one of the two is still under way', async () => {
    await changeBoth();
    await page.evaluate('window.refusePin()');
    await page.until(`/磁盘/.test(${is('pin-changed')}?.textContent)`);
    for (let count = 1; count <= ESCAPES; count += 1) {
      await page.press('Escape');
      expect(await page.evaluate(`${is('settings-screen')}?.open`), `Escape ${count}`).toBe(true);
    }
    expect(await page.text('settings-said')).toContain('正在保存');
    await page.evaluate('window.makeKey()');
    await page.until(`/新密钥/.test(${is('key-replaced')}?.textContent)`);
    // Now it may be asked about the PIN that is typed there.
    await page.press('Escape');
    await page.until(`${is('settings-cancel')}.hasAttribute('data-question')`);
  });

  test('tell of both, one after the other, where they were closed meanwhile: no refusal is lost behind what is stored', async () => {
    await changeBoth();
    await putAway();
    await page.evaluate('window.refusePin(), setTimeout(() => window.makeKey(), 0)');
    await page.until(pinIsRefused);
    await untilNext('settings-saved', '新密钥已启用');
  });

  test('tell of a PIN that was refused also where others were opened and saved meanwhile', async () => {
    await changePin();
    await putAway();
    await openSettings(page);
    await page.evaluate('window.refusePin()');
    await fill(page, 'settings-shopId', 'SH-9');
    await page.click('settings-save');
    await page.until(pinIsRefused);
    await untilNext('settings-saved', '设置已保存');
  });

  test('the strict policy finds nothing to refuse', () => {
    expect(preview.complaints).toEqual([]);
  });
});
