import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { shown, typePin } from './states/steps.ts';

const PHONE = '13800138000';
const CARD = `document.querySelector('[data-testid=known-member]')`;

describe.skipIf(!hasChromium)('a customer whose save is discarded while their form is open', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  test('is not called a member by it any more: the next save registers them', async () => {
    await preview.till('memoryTill.switches.online = false');
    await page.type(PHONE);
    await preview.save();
    await preview.confirmed();
    await page.type(PHONE);
    await page.until(CARD);
    await page.press('F8');
    await shown(page, 'row-S-0001');
    await page.click('row-S-0001');
    await shown(page, 'discard');
    await page.click('discard');
    await page.click('reason-mistake');
    await typePin(page);
    await page.until(`!document.querySelector('[data-testid=pin-prompt]')`);
    await page.press('F8');
    await page.until(`!document.querySelector('[data-testid=queue-panel]')`);
    await page.until(`!${CARD}`);
    await preview.save();
    await preview.confirmed();
    const mobiles = (await preview.requests()).map(({ member }) => member.mobile);
    expect(mobiles.map((mobile) => mobile?.replaceAll(' ', ''))).toEqual([PHONE, PHONE]);
  });
});
