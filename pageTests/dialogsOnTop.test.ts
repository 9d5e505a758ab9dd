import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { register, shown } from './states/steps.ts';

/** What comes up by itself stands in the document before what somebody has opened, and lies over it. */
describe.skipIf(!hasChromium)('a dialog over another one', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const asksAboutFile = async () => {
    await preview.till(`memoryTill.settings.tell({ question: { id: 9, leavesBehind: false,
      needs: 'pin', changes: [{ part: 'address', from: 'https://a.example', to: 'https://b.example' }] } })`);
    await shown(page, 'pin-prompt');
  };

  const asksWhy = async () => {
    await preview.till(`memoryTill.switches.refusal = 'no such day'`);
    await register(preview, '18651822226', '王芳', 'held');
    await page.press('F8');
    await shown(page, 'row-S-0001');
    await page.click('row-S-0001');
    await shown(page, 'discard');
    await page.click('discard');
    await shown(page, 'discard-reasons');
  };

  test('has Escape for itself: the question why a save is closed stands behind it as before', async () => {
    await asksWhy();
    await asksAboutFile();
    await page.press('Escape');
    await page.until(`document.querySelector('[data-testid=pin-prompt]') === null`);
    expect(await page.text('discard-reasons')).not.toBeNull();
    await page.press('Escape');
    await page.until(`document.querySelector('[data-testid=discard-reasons]') === null`);
    expect(await page.text('queue-panel')).not.toBeNull();
  });

  test('closes only with the second Escape that nobody has the focus for, where the first one answers a question in it', async () => {
    await asksWhy();
    for (const [closed, open] of [
      ['discard-reasons', 'queue-panel'],
      ['queue-panel', 'phone'],
    ] as const) {
      await page.evaluate('document.activeElement.blur()');
      await page.press('Escape');
      await page.until(`document.querySelector('[data-testid=${closed}]') === null`);
      expect(await page.text(open)).not.toBeNull();
    }
  });

  test('gets a key that nobody has the focus for, and the one behind it does not', async () => {
    await page.press('F8');
    await shown(page, 'queue-panel');
    await asksAboutFile();
    await page.evaluate('document.activeElement.blur()');
    await page.press('ArrowDown');
    const isIn = `document.querySelector('[data-testid=pin-prompt]').contains(document.activeElement)`;
    expect(await page.evaluate(isIn)).toBe(true);
  });
});
