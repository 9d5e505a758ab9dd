import { openManager } from './managerSteps.ts';
import { inTurn, type State } from './State.ts';
import { said, shown } from './steps.ts';

export const PAPER_STATES: readonly State[] = [
  inTurn(
    'a section for paper',
    {
      'is saved': async (page) => {
        await page.click('page-save');
        await said(page, 'page-saved');
      },
      'cannot be made': async (page, preview) => {
        await preview.till("memoryTill.manager.paper.failure = 'file.not-made'");
        await page.click('page-save');
        await said(page, 'page-not-saved');
      },
    },
    async (page) => {
      await openManager(page, 'audit');
      await shown(page, 'audit-rows-empty');
    },
  ),
];
