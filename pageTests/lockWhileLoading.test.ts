import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { ScannerGun } from './ScannerGun.ts';
import { shown } from './states/steps.ts';

describe.skipIf(!hasChromium)('what is still being loaded', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  test.each([
    ['the queue panel', 'open-queue', 'QueuePanel', 'queue-panel'],
    ['the settings', 'settings', 'SettingsBehindPin', 'pin-prompt'],
    ['the scanner test', 'scanner-test-open', 'ScannerTest', 'scanner-test'],
    ['the notice', 'read-notice', 'NoticeView', 'notice'],
  ])(
    '%s is closed by the lock, and does not come when it opens',
    async (_, opener, file, screen) => {
      const held = await preview.hold(file);
      await page.click(opener);
      await held.arrived;
      await page.press('F9');
      await shown(page, 'lock-screen');
      await held.release();
      await page.press('Enter');
      await page.until(`!document.querySelector('[data-testid=lock-screen]')`);
      await page.type('1');
      expect(await page.value('phone')).toBe('1');
      // Asked for once more it is there, so what was asked for before would have been as well.
      await page.click(opener);
      await shown(page, screen);
      expect(await page.evaluate('document.querySelectorAll("dialog").length')).toBe(1);
    },
  );

  test('hears no scan yet: a code goes into the form and presses nothing while the scanner test comes', async () => {
    const held = await preview.hold('ScannerTest');
    await page.press('F11');
    await held.arrived;
    await page.evaluate(`document.querySelector('[data-testid=lock]').focus()`);
    const gun = new ScannerGun(page.keyboard);
    await gun.scan('18651822226');
    await shown(page, 'scan-feedback', '[data-kind=mobile]');
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await page.text('lock-screen')).toBeNull();
    await held.release();
    await shown(page, 'scanner-test-waiting');
    await gun.scan('13800138000');
    await shown(page, 'scanner-test-verdict');
    expect(await page.value('phone')).toBe('186 5182 2226');
  });
});
