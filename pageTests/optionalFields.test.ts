import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';

describe.skipIf(!hasChromium)('what need not be asked of a customer, in a strip', () => {
  const preview = givenPreview();
  const { page } = preview;
  const isFolded = () =>
    page.evaluate<boolean>(`(({ height }) => height < 1)(
      document.querySelector('#optional-fields').getBoundingClientRect())`);
  const unfolded = () =>
    page.until(`document.querySelector('#optional-fields').getBoundingClientRect().height > 100`);
  const folded = () =>
    page.until(`document.querySelector('#optional-fields').getBoundingClientRect().height < 1`);
  const show = () => preview.show({ width: 420 });

  test('is folded until somebody presses its head, and again at the next press', async () => {
    await show();
    expect(await isFolded()).toBe(true);
    await page.click('optional');
    await unfolded();
    await page.click('optional');
    await folded();
  });

  test.each([
    ['Enter', ['Enter']],
    ['Tab, past its head', ['Tab', 'Tab']],
  ])('opens by going into it with %s', async (_how, keys) => {
    await show();
    await page.type('18651822226');
    for (const key of keys) await page.press(key);
    await unfolded();
    expect(await page.focused()).toBe('name');
  });

  test('opens for what is filled in, and stays open with it and after it, until somebody folds it', async () => {
    await show();
    await preview.till(`memoryTill.outbox.add('1'.repeat(32), JSON.stringify({ mobile: '18651822226', name: '王芳' }),
      { mobile: '186****2226', name: '王*' }, Date.now())`);
    await page.type('18651822226');
    await page.until(`document.querySelector('[data-testid=known-member]')`);
    expect(await isFolded()).toBe(true);
    await page.press('F6');
    await page.until(`document.querySelector('[data-testid=name]').value === '王芳'`);
    await unfolded();
    await page.click('optional');
    expect(await isFolded(), 'nothing that is filled in goes out of sight').toBe(false);
    await page.press('Escape');
    await page.until(`document.querySelector('[data-testid=name]').value === ''`);
    expect(await isFolded(), 'nothing moves by itself between two customers').toBe(false);
    await page.click('optional');
    await folded();
  });
});
