import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { openManager } from './states/managerSteps.ts';
import { fill, shown } from './states/steps.ts';

const focused = `document.activeElement?.dataset.testid ?? document.activeElement?.id`;

describe.skipIf(!hasChromium)('a queue that moves, on the manager’s page', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  test('the focus goes back to where a place is chosen when nothing is moved, and to what has come of it when it is', async () => {
    await preview.till(`Object.assign(memoryTill.manager.transfer, {
      reports: { export: { direction: 'export', saves: 3, left: 0 } },
    })`);
    await openManager(page, 'transfer');
    await shown(page, 'export-choose');
    await page.click('export-choose');
    await shown(page, 'passphrase');
    await page.focus('export-not-now');
    await page.press('Enter');
    await page.until(`(${focused}) === 'export-choose'`);
    await page.press('Enter');
    await shown(page, 'passphrase');
    await fill(page, 'passphrase', 'correct horse');
    await fill(page, 'passphraseAgain', 'correct horse');
    await page.press('Enter');
    await shown(page, 'transfer-done');
    await page.until(`(${focused}) === 'transfer-done'`);
    await page.press('Tab');
    expect(await page.evaluate(focused)).toBe('export-choose');
  });
});
