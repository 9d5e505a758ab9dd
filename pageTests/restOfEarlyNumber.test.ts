import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { fill, shown } from './states/steps.ts';

const FIRST = '18651822226';
const SECOND = '13900139000';
/** As a hand types: no scanner is so slow. */
const BETWEEN_KEYS = 'new Promise((resolve) => setTimeout(resolve, 200))';

describe.skipIf(!hasChromium)('a number that was begun during a save that fails', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  /** Two keys at once are no scan either: no Enter ends them. */
  const type = async (digits: string, isByHand: boolean) => {
    for (const digit of digits) {
      await page.press(digit);
      if (isByHand) await page.evaluate(BETWEEN_KEYS);
    }
  };

  test.each([
    ['name', '王芳', 'by hand'],
    ['name', '王芳', 'at once'],
    ['remark', '常客', 'by hand'],
    ['outer-id', 'oQx7kLm39', 'by hand'],
  ])(
    'leaves nothing in the %s %s of whoever is being saved, typed %s',
    async (field, text, how) => {
      const isByHand = how === 'by hand';
      await page.type(FIRST);
      await fill(page, field, text);
      if (field === 'outer-id') {
        await page.focus('outer-type');
        await page.press('ArrowDown');
        await page.focus(field);
      }
      await preview.till(`memoryTill.switches.storeFailure = 'store.failed'`);
      const end = await preview.holdSave({ atOnce: true });
      await preview.save();
      await page.until('window.endSave');
      await type(SECOND.slice(0, 4), isByHand);
      await end();
      await shown(page, 'save-failed');
      await type(SECOND.slice(4), isByHand);
      await page.evaluate(BETWEEN_KEYS);
      expect(await page.value(field)).toBe(text);
      // Whoever means this field says so by any other key.
      await page.press('End');
      await type('8', true);
      expect(await page.value(field)).toBe(`${text}8`);
    },
  );
});
