import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { shown } from './states/steps.ts';

const LAYER = `document.querySelector('dialog, [role=menu], [role=dialog]')`;

describe.skipIf(!hasChromium)('what was opened with one customer and is loaded late', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const PARTS = [
    ['the notice', 'read-notice', 'NoticeView', '[data-testid=notice]'],
    ['the list of operators', 'operator', 'OperatorMenu', '[role=menu]'],
    ['the queue panel', 'open-queue', 'QueuePanel', '[data-testid=queue-panel]'],
    ['the scanner test', 'scanner-test-open', 'ScannerTest', '[data-testid=scanner-test]'],
    ['the settings', 'settings', 'SettingsBehindPin', '[data-testid=pin-prompt]'],
    ['the birthday picker', 'pick-birthday', 'BirthdayPicker', '[data-testid=birthday-picker]'],
  ] as const;

  test.each(PARTS)(
    'is not the next one’s: %s takes no key of a number that is being typed',
    async (_, opener, file, screen) => {
      const held = await preview.hold(file);
      await page.type('18651822226');
      await page.press('F5');
      await page.click(opener);
      await held.arrived;
      await page.press('F4');
      await preview.confirmed();
      await page.type('13900');
      await held.release();
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 500))');
      await page.type('139000');
      expect(await page.evaluate(`${LAYER} === null`)).toBe(true);
      expect(await page.value('phone')).toBe('139 0013 9000');
      expect(await page.focused()).toBe('phone');
      // Asked for once more it is there, so what was asked for before would have been as well.
      await page.click(opener);
      await page.until(`document.querySelector('${screen}')`);
    },
  );

  test.each(PARTS)(
    'is not what a form that was brought back meanwhile is about: %s',
    async (_, opener, file) => {
      await page.type('18651822226');
      await page.press('F2');
      await shown(page, 'undo-clear');
      const held = await preview.hold(file);
      await page.click(opener);
      await held.arrived;
      await page.press('F3');
      await held.release();
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 300))');
      expect(await page.evaluate(`${LAYER} === null`)).toBe(true);
      expect(await page.focused()).toBe('phone');
    },
  );

  test('comes where the form is the same, however late', async () => {
    await page.type('186');
    const held = await preview.hold('QueuePanel');
    await page.press('F8');
    await held.arrived;
    await page.type('5');
    await page.press('F5');
    await held.release();
    await shown(page, 'queue-panel');
  });
});
