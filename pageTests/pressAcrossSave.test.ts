import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';

const PHONE = '18651822226';
const NEXT = '13900139000';

/** From now on no time has passed since the save, however busy the PC is. */
const AT_ONCE = `(() => {
  const real = performance.now.bind(performance);
  performance.now = () => real() - 60_000;
})()`;

describe.skipIf(!hasChromium)('a press that was meant for the customer whose save ends', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  /** The press of a mouse in two halves. */
  const mouse = async (testId: string) => {
    const [x, y] = await page.evaluate<[number, number]>(`(() => {
      const element = document.querySelector('[data-testid=${testId}]');
      const box = (element.closest('label') ?? element).getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2];
    })()`);
    const half = (type: string) =>
      page.browser.call('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
    return { down: () => half('mousePressed'), up: () => half('mouseReleased') };
  };
  const isChecked = (testId: string) =>
    page.evaluate<boolean>(`document.querySelector('[data-testid=${testId}]').checked`);
  const nextIsSaved = async () => {
    await page.type(NEXT);
    await preview.save();
    await page.until('memoryTill.requests.length === 2');
    const [, request] = await preview.requests();
    expect(request?.member.mobile.replaceAll(' ', '')).toBe(NEXT);
    expect(request).toMatchObject({
      member: { gender: null },
      consent: { marketing: false },
    });
  };

  test.each(['consent', 'marketing', 'gender-1'])(
    'is no word of the next one where it comes as the save ends: %s',
    async (testId) => {
      await page.type(PHONE);
      await preview.save();
      await page.until('memoryTill.requests.length === 1');
      await page.until(`document.querySelector('[data-testid=phone]').value === ''`);
      await page.evaluate(AT_ONCE);
      const press = await mouse(testId);
      await press.down();
      await press.up();
      expect(await isChecked(testId)).toBe(false);
      await nextIsSaved();
    },
  );

  test.each(['consent', 'marketing', 'gender-1'])(
    'is no word of the next one where the button goes up after the end: %s',
    async (testId) => {
      await page.type(PHONE);
      await page.press('F5');
      const end = await preview.holdSave({ atOnce: true });
      await page.press('F4');
      await page.until('window.endSave');
      const press = await mouse(testId);
      await press.down();
      await end();
      await page.until(`document.querySelector('[data-testid=phone]').value === ''`);
      await press.up();
      expect(await isChecked(testId)).toBe(false);
      await nextIsSaved();
    },
  );

  test('holds up no press of the next one', async () => {
    await page.type(PHONE);
    await preview.save();
    await page.until(`document.querySelector('[data-testid=phone]').value === ''`);
    await page.type(NEXT);
    for (const testId of ['gender-1', 'consent', 'marketing']) {
      const press = await mouse(testId);
      await press.down();
      await press.up();
      expect(await isChecked(testId)).toBe(true);
    }
  });
});
