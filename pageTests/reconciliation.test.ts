import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { withPast } from './states/managerReconciliation.ts';
import { register, shown } from './states/steps.ts';

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;
const focused = `document.activeElement?.dataset.testid ?? document.activeElement?.id`;
const textOf = (testId: string) => `(${is(testId)}?.textContent ?? '')`;

describe.skipIf(!hasChromium)('the reconciliation on the manager’s page', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const tabTo = async (testId: string, options = {}) => {
    for (let tabs = 0; tabs < 60 && (await page.evaluate(focused)) !== testId; tabs += 1)
      await page.press('Tab', options);
    expect(await page.evaluate(focused)).toBe(testId);
  };
  const openByKeys = async () => {
    await tabTo('manager', { shift: true });
    await page.press('Enter');
    await shown(page, 'pin');
    await page.type('246810');
    await page.press('Enter');
    await shown(page, 'manager-page');
    await tabTo('manager-reconciliation');
    await page.press('Enter');
    await shown(page, 'sum-table');
  };

  test('tells by the keyboard alone that both sums of today are the same, and whose rows are behind a number', async () => {
    await register(preview, '13800138000', '王芳', 'accepted');
    await openByKeys();
    expect([
      await page.evaluate(textOf('sum-given')),
      await page.evaluate(textOf('sum-found')),
    ]).toEqual(['1', '1']);
    expect(await page.evaluate(`${is('sum-difference')}.querySelector('svg') !== null`)).toBe(true);
    await tabTo('sum-accepted');
    await page.press('Enter');
    await shown(page, 'sum-rows');
    expect(await page.evaluate(focused)).toBe('sum-rows-title');
    expect(await page.evaluate(textOf('sum-rows'))).toContain('138****8000');
    await tabTo('reconciliation-span', { shift: true });
    await page.press('ArrowDown');
    await page.until(`${textOf('sum-given')} === '0'`);
    expect(await page.evaluate(`${is('sum-rows')} === null`)).toBe(true);
  });

  test('says how many rows are listed of how many, and the last press for more leaves the focus there', async () => {
    await preview.till(`for (let number = 1; number <= 60; number += 1)
      memoryTill.outbox.add(String(number).padStart(32, '0'), '{}',
        { mobile: '138****8000', name: '王*' }, Date.now());`);
    await openByKeys();
    await tabTo('sum-registered');
    await page.press('Enter');
    await shown(page, 'sum-rows');
    expect(await page.evaluate(textOf('sum-rows-listed'))).toBe('列出 50 条，共 60 条。');
    await tabTo('sum-rows-more');
    await page.press('Enter');
    await page.until(`${is('sum-rows-more')} === null`);
    await page.until(`(${focused}) === 'sum-rows-listed'`);
    expect(await page.evaluate(textOf('sum-rows-listed'))).toBe('列出 60 条，共 60 条。');
    await page.press('Tab');
    expect(await page.evaluate(focused)).toBe('page-save');
  });

  test('names each slip that is missing, and says how many there are', async () => {
    await withPast(preview, { missing: [{ first: 7, last: 8, day: '2026-11-27' }] });
    await openByKeys();
    const [given, found] = [
      await page.evaluate(textOf('sum-given')),
      await page.evaluate(textOf('sum-found')),
    ];
    expect(Number(given) - Number(found)).toBe(2);
    expect(await page.evaluate(textOf('sum-difference'))).toContain('2');
    expect(await page.evaluate(textOf('sum-missing'))).toContain('S-0007 – S-0008');
    // Whoever asks why there is a difference need not look for it.
    const below = `${is('sum-missing')}.querySelector('li').getBoundingClientRect().bottom`;
    const end = `document.querySelector('.manager-part').getBoundingClientRect().bottom`;
    expect(await page.evaluate(`${below} < ${end}`)).toBe(true);
  });

  test('says on screen and paper for which shop it was added up, and when', async () => {
    await openByKeys();
    const words = await page.evaluate(textOf('sum-days'));
    expect(words).toMatch(/^\d{4}-\d\d-\d\d · 截至 \d+月\d+日 \d\d:\d\d · 门店 \S+$/);
  });

  test('asks for nothing while the typed days are none, and then for those that were typed', async () => {
    await openByKeys();
    await tabTo('reconciliation-span');
    await page.press('End');
    await shown(page, 'reconciliation-from');
    await tabTo('reconciliation-from');
    await page.evaluate(`${is('reconciliation-from')}.select()`);
    await page.type('2026-02-30');
    await page.until(textOf('reconciliation-error'));
    await page.evaluate(`${is('reconciliation-from')}.select()`);
    await page.type('2026-02-28');
    await page.until(`${textOf('reconciliation-error')} === ''`);
    await page.until(`${textOf('sum-days')}.startsWith('2026-02-28')`);
    await shown(page, 'sum-table');
  });

  test('the strict policy finds nothing to refuse', () => {
    expect(preview.complaints).toEqual([]);
  });
});
