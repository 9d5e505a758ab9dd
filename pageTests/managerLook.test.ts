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

  test('no slip of the audit trail is broken, however long the codes beside it are', async () => {
    const row = {
      ...{ time: '2026-11-28T08:49:05.000Z', action: 'save.corrected', code: 'save.corrected' },
      ...{ operatorId: '2392313', slip: 'S-0612', saves: 32, isSure: true },
      detail: Array.from({ length: 32 }, (_, index) => `S-${1_000 + index}`).join(' '),
    };
    await preview.till(`memoryTill.manager.trail = ${JSON.stringify([row])}`);
    await openManager(page, 'audit');
    await shown(page, 'audit-rows');
    const lines = (column: number) => `(() => {
      const range = document.createRange();
      range.selectNodeContents(${at(`[data-testid=audit-rows] td:nth-child(${column})`)});
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    })()`;
    for (const column of [1, 4]) expect(await page.evaluate(lines(column))).toBe(1);
    expect(await page.text('audit-rows')).toContain('Operator A · 2392313');
  });

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
