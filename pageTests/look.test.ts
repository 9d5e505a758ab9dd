import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { SAVE_FAILURES } from './saveFailures.ts';
import { correctFirst, register } from './states/steps.ts';

describe.skipIf(!hasChromium)('the look of the page, in a real Chromium', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  test.each(['', '?locale=en'])('nothing is cut off or scrolls at 1024×768 (%s)', async (query) => {
    await preview.show({ query });
    await preview.till(
      `memoryTill.outbox.pause = { kind: 'unreachable', retryAt: null }; memoryTill.outbox.changed()`,
    );
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=field-error-mobile]').textContent`);
    const { scrollHeight, scrollWidth } = await page.evaluate<HTMLElement>(
      '({ scrollHeight: document.documentElement.scrollHeight, scrollWidth: document.documentElement.scrollWidth })',
    );
    expect([scrollWidth, scrollHeight]).toEqual([1024, 768]);
    await preview.show({ query, width: 420 });
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  test.each([{}, { width: 420 }])(
    'the type is large: 18 px, the number 28 px, "save" 56 px high (%j)',
    async (view) => {
      await preview.show(view);
      const sizes = await page.evaluate(`(() => {
      const of = (id) => document.querySelector('[data-testid=' + id + ']');
      const font = (element) => getComputedStyle(element).fontSize;
      return { base: font(document.body), phone: font(of('phone')), name: font(of('name')),
        save: of('save').offsetHeight };
    })()`);
      expect(sizes).toEqual({ base: '18px', phone: '28px', name: '18px', save: 56 });
    },
  );

  test.each(['', '?locale=en'])('no outcome of a save moves the form (%s)', async (query) => {
    await preview.show({ query });
    const place = () =>
      page.evaluate<number[]>(`['name', 'save'].map((id) =>
        document.querySelector('[data-testid=' + id + ']').getBoundingClientRect().top)`);
    const overflow = () =>
      page.evaluate<boolean>(`(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)(
        document.querySelector('.result'))`);
    const before = await place();
    await page.type('18651822226');
    for (const code of SAVE_FAILURES) {
      await preview.till(`memoryTill.switches.storeFailure = '${code}'`);
      await preview.save();
      await page.until(`document.querySelector('[data-testid=save-failed][data-code="${code}"]')`);
      expect(await place(), code).toEqual(before);
      expect(await overflow(), code).toBe(false);
    }
    const words = 'no '.repeat(60);
    await preview.till(
      `memoryTill.switches.storeFailure = null; memoryTill.switches.refusal = '${words}'`,
    );
    await preview.save();
    await preview.confirmed('held');
    expect(await place()).toEqual(before);
    expect(await overflow()).toBe(false);
  });

  test('a field that the platform refused says so in the platform’s own words', async () => {
    await preview.till(`memoryTill.switches.refusal = '生日不合法：no such day'`);
    await register(preview, '18651822226', '王芳', 'held');
    await correctFirst(page);
    expect(await page.text('field-error-birthday')).toBe('生日不合法：no such day');
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
