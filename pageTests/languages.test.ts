import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';
import { shown } from './states/steps.ts';

describe.skipIf(!hasChromium)('the words', () => {
  const preview = givenPreview();
  const { page } = preview;
  /** Which catalogues the page has read, by the beginning of their names. */
  const catalogues = () =>
    page.evaluate<string[]>(`performance.getEntriesByType('resource')
      .map(({ name }) => /\\/(zh-CN|en)(\\.later)?-[^/]*\\.js$/.exec(name))
      .filter((found) => found !== null).map(([, locale, later = '']) => locale + later).sort()`);

  test('of the first screen are in the page, the rest comes with what is opened, and English when it is first asked for', async () => {
    await preview.show();
    expect(await page.text('save-label')).toBe('保存会员');
    expect(await catalogues()).toEqual([]);
    await page.press('F8');
    await shown(page, 'queue-panel');
    expect(await page.text('close-queue')).toContain('关闭');
    expect(await catalogues()).toEqual(['zh-CN.later']);
    await page.press('F8');
    await page.hasLooked();
    await page.click('locale');
    await page.until(`document.documentElement.lang === 'en'`);
    await page.until(
      `document.querySelector('[data-testid=save-label]').textContent === 'Save member'`,
    );
    expect(await catalogues()).toEqual(['en', 'en.later', 'zh-CN.later']);
  });
});
