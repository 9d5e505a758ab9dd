import { KINDS } from '../../app/totals/kinds.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { openManager } from './managerSteps.ts';
import type { State } from './State.ts';
import { fill, register, shown } from './steps.ts';

/** What the totals know beside the outbox. */
export function withPast(preview: PreviewTill, past: object): Promise<void> {
  return preview.till(`Object.assign(memoryTill.manager.past, ${JSON.stringify(past)})`);
}

const OF_EACH = Object.fromEntries(KINDS.map((kind, index) => [kind, index + 1]));

async function choose(preview: PreviewTill, span: string): Promise<void> {
  await preview.page.evaluate(`(() => {
    const select = document.querySelector('[data-testid="reconciliation-span"]');
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, '${span}');
    select.dispatchEvent(new Event('change', { bubbles: true }));
  })()`);
}

export const RECONCILIATION_STATES: readonly State[] = [
  {
    name: 'the sum of a day, with its sides even',
    reach: async (page, preview) => {
      await register(preview, '13800138000', '王芳', 'accepted');
      await openManager(page, 'reconciliation');
      await shown(page, 'sum-table');
    },
  },
  {
    name: 'the sum of a day, with a number of each kind',
    reach: async (page, preview) => {
      await withPast(preview, { forgotten: OF_EACH });
      await openManager(page, 'reconciliation');
      await shown(page, 'sum-table');
    },
  },
  {
    name: 'the sum of a day, with slips missing and others there again',
    reach: async (page, preview) => {
      await withPast(preview, {
        missing: [
          { first: 7, last: 7, day: '2026-11-27' },
          { first: 9, last: 12, day: null },
        ],
        moreMissing: 3,
        again: [[2, 4]],
      });
      await openManager(page, 'reconciliation');
      await shown(page, 'sum-missing');
    },
  },
  {
    name: 'the rows behind a number of the sum',
    reach: async (page, preview) => {
      await register(preview, '13800138000', '王芳', 'accepted');
      await register(preview, '13900139000', '李雷', 'accepted');
      await withPast(preview, { forgotten: { accepted: 40 } });
      await openManager(page, 'reconciliation');
      await shown(page, 'sum-accepted');
      await page.click('sum-accepted');
      await shown(page, 'sum-rows');
    },
  },
  {
    name: 'no rows behind a number of the sum',
    reach: async (page) => {
      await openManager(page, 'reconciliation');
      await shown(page, 'sum-held');
      await page.click('sum-held');
      await shown(page, 'sum-rows-empty');
    },
  },
  {
    name: 'the sum of other days, which are typed',
    reach: async (page, preview) => {
      await openManager(page, 'reconciliation');
      await shown(page, 'sum-table');
      await choose(preview, 'free');
      await shown(page, 'reconciliation-from');
      await fill(page, 'reconciliation-from', '2026-02-30');
      await page.until(
        `document.querySelector('[data-testid="reconciliation-error"]').textContent`,
      );
    },
  },
];
