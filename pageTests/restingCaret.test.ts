import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';

/** Five seconds, and what a busy machine adds. */
const AT_REST_WITHIN_MS = 15_000;

describe.skipIf(!hasChromium)('the caret of a field', () => {
  const { page } = givenFreshPreview();
  const animation = () =>
    page.evaluate<string>('getComputedStyle(document.activeElement).caretAnimation');
  const rests = () =>
    page.until(
      `getComputedStyle(document.activeElement).caretAnimation === 'manual'`,
      AT_REST_WITHIN_MS,
    );

  test('blinks while somebody is there, stands still for nobody, and blinks again with the next key', async () => {
    await page.focus('phone');
    await page.press('1');
    expect(await animation()).toBe('auto');
    await rests();
    await page.press('8');
    expect(await animation()).toBe('auto');
    expect(await page.value('phone')).toBe('18');
  });

  test('blinks again when a finger or a pointer comes, also to the field that has it', async () => {
    await page.focus('phone');
    await rests();
    await page.click('phone');
    expect(await animation()).toBe('auto');
  });
});
