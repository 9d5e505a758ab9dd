import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { ScannerGun } from './ScannerGun.ts';
import { shown } from './states/steps.ts';

const CARD = `document.querySelector('[data-testid=save-failed]')`;

describe.skipIf(!hasChromium)('a save that has failed', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const gun = new ScannerGun(page.keyboard);

  test('stays in sight when the next customer’s code is scanned: it went into the form of the one before', async () => {
    await preview.till(`memoryTill.switches.storeFailure = 'store.failed'`);
    await page.type('18651822226');
    await preview.save();
    await shown(page, 'save-failed');
    await gun.scan('oQx7kLm39aBcDeFgHiJkLmNoPqRs');
    await page.until(`document.querySelector('[data-testid=outer-id]').value !== ''`);
    await page.evaluate('new Promise((later) => setTimeout(later, 100))');
    expect(await page.evaluate(`${CARD}?.checkVisibility()`)).toBe(true);
  });

  test('hides nothing that gave way to a scan: the next customer’s number stood where the one before’s was, without a word', async () => {
    await preview.till(`memoryTill.switches.storeFailure = 'store.failed'`);
    await page.type('18651822226');
    await preview.save();
    await shown(page, 'save-failed');
    await gun.scan('13900139000');
    await shown(page, 'scan-feedback');
    const words = await page.text('scan-feedback');
    expect(words).toContain('186 5182 2226');
    expect(words).toContain('没有保存');
    await page.press('End');
    await page.until(`${CARD}?.checkVisibility()`);
  });
});
