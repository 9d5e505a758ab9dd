import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { openGroup } from './states/managerHeld.ts';
import { openManager } from './states/managerSteps.ts';
import { shown } from './states/steps.ts';

const at = (selector: string) => `document.querySelector('${selector}')`;

describe.skipIf(!hasChromium)("the look of the manager's page", () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  test.each(['reconciliation', 'person', 'transfer', 'audit'] as const)(
    'whatever opens a list has an arrow that says so: %s',
    async (section) => {
      await openManager(page, section);
      await page.until(at('.manager-part .select'));
      expect(await page.evaluate(WITHOUT_ARROW)).toBe(0);
    },
  );

  test('what does nothing yet looks like it, and a title stands over what it is about', async () => {
    await openGroup(page, preview);
    await page.click('bulk-operator');
    await shown(page, 'bulk-value');
    expect(await page.evaluate(WITHOUT_ARROW)).toBe(0);
    const opacity = `Number(getComputedStyle(${at('[data-testid=bulk-go]')}).opacity)`;
    expect(await page.evaluate(opacity)).toBeLessThan(0.6);
    const words = (selector: string) => `(() => {
      const range = document.createRange();
      range.selectNodeContents(${at(selector)});
      return range.getBoundingClientRect().left;
    })()`;
    const dialog = '[data-testid=bulk-dialog]';
    expect(await page.evaluate(words(`${dialog} h2`))).toBeCloseTo(
      (await page.evaluate(words(`${dialog} .field-label`))) as number,
      0,
    );
  });
});

const WITHOUT_ARROW = `[...document.querySelectorAll('.select')]
  .filter((select) => select.closest('.manager-page') && !select.querySelector('.icon')).length`;
