import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';
import type { Page } from './Page.ts';
import { register, shown } from './states/steps.ts';

describe.skipIf(!hasChromium)('"send now"', () => {
  const preview = givenPreview();
  const { page } = preview;
  beforeEach(async () => {
    await preview.show();
    await preview.till('memoryTill.switches.online = false');
    await register(preview, '18651822226', '欧阳娜娜');
  });

  test.each([
    ['the banner', 'send-now', async () => undefined],
    ['the panel', 'queue-send-now', (opened: Page) => opened.press('F8')],
  ] as const)(
    'in %s says that it was pressed too often, and is heard again after the time that main names',
    async (_, testId, open) => {
      await preview.till('memoryTill.switches.sendWait = 1');
      await open(page);
      await shown(page, testId);
      const words = await page.text(testId);
      await page.click(testId);
      await shown(page, testId, '[aria-disabled=true]');
      expect(await page.text(testId)).toBe('稍后再试');
      await shown(page, testId, '[aria-disabled=false]');
      expect(await page.text(testId)).toBe(words);
      await preview.till(
        'Object.assign(memoryTill.switches, { sendWait: null, online: true, gatewayMs: 1 })',
      );
      await page.click(testId);
      await page.until(`memoryTill.outbox.pending().length === 0`);
    },
  );
});
