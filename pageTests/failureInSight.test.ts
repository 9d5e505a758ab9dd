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

  test('is still said when a code is scanned, with what went into the form of the one before', async () => {
    await preview.till(`memoryTill.switches.storeFailure = 'store.failed'`);
    await page.type('18651822226');
    await preview.save();
    await shown(page, 'save-failed');
    await gun.scan('oQx7kLm39aBcDeFgHiJkLmNoPqRs');
    await shown(page, 'scan-feedback');
    const words = await page.text('scan-feedback');
    expect(words).toContain('没有保存');
    expect(words).toContain('微信会员码');
    expect(words).toContain('oQx7kLm39aBcDeFgHiJkLmNoPqRs');
    await page.press('End');
    await page.until(`${CARD}?.checkVisibility()`);
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
