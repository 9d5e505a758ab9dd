import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import type { Page } from './Page.ts';
import { askForPin, shown, typePin } from './states/steps.ts';

interface Dialog {
  open: (page: Page) => Promise<void>;
  /** How a hand closes it; by default with Esc. */
  close?: (page: Page) => Promise<void>;
  testId: string;
}

const DIALOGS: Record<string, Dialog> = {
  'the scanner test (F11)': { open: (page) => page.press('F11'), testId: 'scanner-test' },
  'the scanner test, closed by its button': {
    open: (page) => page.press('F11'),
    close: (page) => page.click('scanner-test-close'),
    testId: 'scanner-test',
  },
  'the records (F8)': { open: (page) => page.press('F8'), testId: 'queue-panel' },
  'the records, closed by F8': {
    open: (page) => page.press('F8'),
    close: (page) => page.press('F8'),
    testId: 'queue-panel',
  },
  'the notice': { open: (page) => page.click('read-notice'), testId: 'notice' },
  'the notice, closed by its button': {
    open: (page) => page.click('read-notice'),
    close: (page) => page.click('close-notice'),
    testId: 'notice',
  },
  'the question for the PIN': { open: (page) => askForPin(page), testId: 'pin-prompt' },
  'the operators (F10)': { open: (page) => page.press('F10'), testId: 'operator-2392314' },
  'the lock (F9)': {
    open: (page) => page.press('F9'),
    close: (page) => page.click('unlock-2392313'),
    testId: 'lock-screen',
  },
  'the records, by a click': {
    open: (page) => page.click('open-queue'),
    testId: 'queue-panel',
  },
  'the settings': {
    open: async (page) => {
      await askForPin(page);
      await typePin(page);
    },
    testId: 'settings-screen',
  },
};

describe.skipIf(!hasChromium)('typing goes on after whatever was opened', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  test.each(Object.keys(DIALOGS))('%s: the keys go on where they were', async (name) => {
    const { open, close = (at: Page) => at.press('Escape'), testId } = DIALOGS[name] as Dialog;
    await page.type('139');
    await open(page);
    await shown(page, testId);
    await close(page);
    await page.until(`!document.querySelector('[data-testid="${testId}"]')`);
    await page.type('0013');
    expect(await page.value('phone')).toBe('139 0013');
    // After the notice the focus is at the box of the consent: there the number was left.
    if (testId !== 'notice') expect(await page.text('field-error-mobile')).toBe('');
  });

  test.each(['locale', 'sound', 'open-queue'])(
    'a press on %s leaves the focus and the caret in the field',
    async (button) => {
      await page.type('139');
      await page.press('Tab');
      await page.insert('Li');
      await page.press('ArrowLeft');
      await page.click(button);
      if (button === 'open-queue') await shown(page, 'queue-panel');
      if (button === 'open-queue') await page.press('F8');
      await page.insert('x');
      expect(await page.value('name')).toBe('Lxi');
    },
  );

  test('a press on blank space, on a label and on the list leaves them there too', async () => {
    await page.type('139');
    for (const place of ['.desk', '.header-shop', '.recent', '.field-name .field-label'])
      await page
        .evaluate(`(() => {
        const place = document.querySelector('${place}');
        if (place === null) return;
        const { x, y } = place.getBoundingClientRect();
        return [x, y];
      })()`)
        .then(async (at) => {
          for (const type of ['mousePressed', 'mouseReleased'])
            if (Array.isArray(at))
              await page.browser.call('Input.dispatchMouseEvent', {
                type,
                x: at[0] + 2,
                y: at[1] + 2,
                button: 'left',
                clickCount: 1,
              });
          expect(await page.focused(), place).toBe('phone');
        });
    await page.type('0');
    expect(await page.value('phone')).toBe('139 0');
    expect(await page.text('field-error-mobile')).toBe('');
  });
});
