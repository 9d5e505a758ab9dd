import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { openSettings } from './states/steps.ts';

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;

describe.skipIf(!hasChromium)("a new data key from the manager's settings", () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  test('a new data key takes one tap, and the screen says until when the old one is needed', async () => {
    await openSettings(page);
    await preview.till(`(() => {
      const { replaceKey } = memoryTill.bridge;
      memoryTill.replaced = [];
      memoryTill.settings.resealMs = 600_000;
      memoryTill.bridge.replaceKey = (argument) => {
        memoryTill.replaced.push(argument);
        return replaceKey(argument);
      };
    })()`);
    expect(await page.text('key-replaced')).toBe('');
    await page.click('replace-key', 2);
    await page.until(`${is('key-replaced')}.textContent`);
    const running = await page.text('key-replaced');
    expect(await page.evaluate('memoryTill.replaced')).toEqual([{ pin: '246810' }]);
    await preview.till('memoryTill.settings.tell({ isOldKeyNeeded: false })');
    await page.until(`${is('key-replaced')}.textContent !== ${JSON.stringify(running)}`);
    expect(await page.text('key-replaced')).not.toBe('');
  });

  test('a rotation that goes on from before is told at once, and a refusal in its own words', async () => {
    await preview.till('memoryTill.settings.tell({ isOldKeyNeeded: true })');
    await openSettings(page);
    const running = await page.text('key-replaced');
    expect(running).not.toBe('');
    await preview.till(`memoryTill.settings.refusal = { code: 'key.too-many' }`);
    await page.click('replace-key');
    await page.until(`${is('key-replaced')}.textContent !== ${JSON.stringify(running)}`);
    expect(await page.evaluate(`${is('key-replaced')}.dataset.state`)).toBe('failed');
  });

  test('the strict policy finds nothing to refuse', () => {
    expect(preview.complaints).toEqual([]);
  });
});
