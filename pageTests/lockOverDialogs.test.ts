import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { askToMove } from './states/moving.ts';
import { askForPin, openSettings, shown } from './states/steps.ts';

describe.skipIf(!hasChromium)('F9 over a dialog, in a real Chromium', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const DIALOGS: Record<string, () => Promise<void>> = {
    'the manager’s settings': () => openSettings(page),
    'the question for the PIN': () => askForPin(page),
    'the question about a move': () => askToMove(page, preview, 'export'),
    'the queue': async () => {
      await page.press('F8');
      await shown(page, 'queue-panel');
    },
    'the scanner test': async () => {
      await page.press('F11');
      await shown(page, 'scanner-test', '[open]');
    },
    'the birthday picker': async () => {
      await page.click('pick-birthday');
      await shown(page, 'birthday-picker');
    },
    'the notice': async () => {
      await page.click('read-notice');
      await shown(page, 'notice', '[open]');
    },
  };

  test.each(Object.entries(DIALOGS))(
    'locks the screen and closes %s, and what is half typed behind it stays',
    async (_name, open) => {
      await page.type('186');
      await open();
      await page.press('F9');
      await shown(page, 'lock-screen');
      expect(await page.evaluate(`document.querySelectorAll('dialog[open]').length`)).toBe(0);
      await page.click('unlock-2392313');
      await page.until(`!document.querySelector('[data-testid=lock-screen]')`);
      expect(await page.value('phone')).toBe('186');
      expect(await page.text('settings-screen')).toBeNull();
      expect(await page.text('birthday-picker')).toBeNull();
    },
  );
});
