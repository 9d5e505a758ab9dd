import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './Chromium.ts';
import { givenPreview } from './givenPreview.ts';

const PHONE = '18651822226';
const OPEN = `document.querySelector('.banners').dataset.open === 'true'`;
const FOLDED = `document.querySelector('.banners').dataset.open === 'false'`;
const TWO = `outbox.pause = { kind: 'unreachable', retryAt: null };
  outbox.warnings = [{ code: 'store.space-low', detail: 'C:\\\\ProgramData\\\\Tillside' }]`;

describe.skipIf(!hasChromium)('banners that a hand has unfolded over the form', () => {
  const preview = givenPreview();
  const { page } = preview;
  const queue = (statement: string) =>
    preview.till(`const { outbox } = memoryTill; ${statement}; outbox.changed()`);
  const place = () =>
    page.evaluate<number[]>(`(({ x, y }) => [x, y])(
      document.querySelector('[data-testid=banners-more]').getBoundingClientRect())`);

  describe.each([1024, 420])('at %i px', (width) => {
    beforeEach(async () => {
      await preview.show({ width });
      await page.type(PHONE);
      await queue(TWO);
      await page.until(`document.querySelector('[data-testid=banners-more]')`);
      await page.click('banners-more');
      await page.until(OPEN);
    });

    test('fold again at the second press on the same spot', async () => {
      const before = await place();
      await page.click('banners-more');
      await page.until(FOLDED);
      expect(await place()).toEqual(before);
    });

    test('fold with Escape, which then clears no form', async () => {
      await page.press('Escape');
      await page.until(FOLDED);
      expect(await page.value('phone')).toBe('186 5182 2226');
      await page.press('Escape');
      await page.until(`document.querySelector('[data-testid=phone]').value === ''`);
    });

    test('fold with a press elsewhere', async () => {
      await page.click('sound');
      await page.until(FOLDED);
    });
  });

  test('fold at 1024 px when only one is left, and do not unfold by themselves with the next one', async () => {
    await preview.show();
    await queue(TWO);
    await page.click('banners-more');
    await page.until(OPEN);
    await queue('outbox.warnings = []');
    await page.until(`!document.querySelector('[data-testid=banners-more]')`);
    await queue(TWO);
    await page.until(`document.querySelector('[data-testid=banners-more]')`);
    await page.until(FOLDED);
  });
});
