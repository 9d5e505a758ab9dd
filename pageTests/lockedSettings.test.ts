import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { fill, openSettings } from './states/steps.ts';

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;

describe.skipIf(!hasChromium)('settings that a policy or the machine’s file has decided', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const lock = (sources: object) =>
    preview.till(
      `memoryTill.settings.tell({ locked: ${JSON.stringify({ sources, file: '/etc/tillside/provision.json' })} })`,
    );
  /** What a screen reader says of a control beside its name. */
  const description = (selector: string) =>
    page.evaluate<string>(`document.querySelector('${selector}').getAttribute('aria-describedby')
      .split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ')`);

  test('take no key, are reached by Tab, and say why', async () => {
    await lock({ brandId: 'policy', operators: 'machine-file', locale: 'policy' });
    await openSettings(page);
    const before = await page.value('settings-brandId');
    await fill(page, 'settings-brandId', '999');
    expect(await page.value('settings-brandId')).toBe(before);
    await page.focus('settings-brandId');
    await page.press('Tab');
    expect(await page.evaluate('document.activeElement.dataset.testid')).toBe('settings-shopId');
    const [policy, file] = await page.evaluate<[string, string]>(
      `[${is('settings-brandId-error')}, ${is('settings-operators-lock')}].map((one) => one.textContent.trim())`,
    );
    expect(policy).not.toBe('');
    expect(file).not.toBe(policy);
    expect(await description('[name=brandId]')).toContain(policy);
    expect(await description('[name="operators.0.name"]')).toContain(file);
    expect(await description('.languages')).toContain(policy);
    expect(await page.evaluate(`${is('settings-operator-add')} === null`)).toBe(true);
    expect(
      await page.evaluate(`document.querySelectorAll('[name=locale]:not(:disabled)').length`),
    ).toBe(1);
  });

  test('are saved as they are, and the others as they were typed', async () => {
    await lock({ 'gateway.url': 'policy', 'gateway.signMethod': 'policy', brandId: 'policy' });
    await openSettings(page);
    await fill(page, 'settings-shopId', 'SH-9');
    await page.click('settings-save');
    await page.until(`${is('settings-screen')} === null`);
    const stored = await page.evaluate<Record<string, unknown>>('memoryTill.settings.provision');
    expect(stored).toMatchObject({
      brandId: '21003',
      shopId: 'SH-9',
      gateway: { url: 'https://gateway.example/rest', signMethod: 'hmac-sha256' },
    });
  });

  test('of the window take no key and no press, and are saved as they are', async () => {
    await preview.till(
      `memoryTill.settings.provision.window = { hotKey: 'Ctrl+F2', dock: 'left', kiosk: true }`,
    );
    await lock({
      'window.hotKey': 'policy',
      'window.dock': 'policy',
      'window.kiosk': 'machine-file',
    });
    await openSettings(page);
    await page.focus('settings-hot-key');
    await page.press('5', { ctrl: true });
    await page.press('Backspace');
    await page.click('settings-dock-right');
    await page.click('settings-kiosk');
    await page.click('settings-alwaysOnTop');
    const reason = await page.evaluate<string>(`${is('settings-kiosk-lock')}.textContent.trim()`);
    expect(await description('[data-testid=settings-kiosk]')).toContain(reason);
    await page.click('settings-save');
    await page.until(`${is('settings-screen')} === null`);
    expect(await page.evaluate('memoryTill.settings.provision.window')).toMatchObject({
      hotKey: 'Ctrl+F2',
      dock: 'left',
      kiosk: true,
      alwaysOnTop: true,
    });
  });

  test('of the language leave no button for another one at the counter', async () => {
    expect(await page.evaluate(`${is('locale')} === null`)).toBe(false);
    await lock({ locale: 'policy' });
    await page.until(`${is('locale')} === null`);
  });
});
