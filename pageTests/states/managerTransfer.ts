import { MOVE_STAGES } from '../../app/move/foreseen.ts';
import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { openManager } from './managerSteps.ts';
import { inTurn, type State } from './State.ts';
import { fill, said, saidAnew, shown } from './steps.ts';

/** Chooses in a list, or types into a field, as somebody would. */
const choose = (testId: string, value: string) =>
  `(() => {
    const field = document.querySelector('[data-testid="${testId}"]');
    const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value');
    set.call(field, '${value}');
    field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
  })()`;

async function openTransfer(page: Page): Promise<void> {
  await openManager(page, 'transfer');
  await shown(page, 'import-choose');
}

export const TRANSFER_STATES: readonly State[] = [
  inTurn(
    'a table of members',
    {
      'is offered masked': async (page) => {
        await shown(page, 'csv-count');
      },
      'with whole values': async (page) => {
        await page.evaluate(choose('csv-values', 'support'));
        await shown(page, 'csv-noted');
      },
      'is saved': async (page) => {
        await page.click('csv-save');
        await said(page, 'manager-saved');
      },
      'of no day': async (page) => {
        await page.evaluate(choose('csv-from', '2199-01-01'));
        await shown(page, 'csv-wrong');
      },
    },
    openTransfer,
  ),
  inTurn(
    'a queue leaves by the page',
    {
      'some of it stays': async (page) => {
        await shown(page, 'export-foreseen');
      },
      'a place is chosen': async (page) => {
        await page.click('export-choose');
        await shown(page, 'passphrase');
      },
      'the passphrases differ': async (page) => {
        await fill(page, 'passphrase', 'correct horse');
        await page.press('Enter');
        await page.insert('another horse');
        await page.press('Enter');
        await said(page, 'passphraseAgain-error');
      },
      'it is refused': async (page, preview) => {
        await preview.till("memoryTill.manager.transfer.failure = 'move.not-written'");
        await fill(page, 'passphraseAgain', 'correct horse');
        await page.press('Enter');
        await said(page, 'export-failure');
      },
      'it is in the file': async (page, preview) => {
        await preview.till('memoryTill.manager.transfer.failure = null');
        await fill(page, 'passphrase', 'correct horse');
        await fill(page, 'passphraseAgain', 'correct horse');
        await page.press('Enter');
        await shown(page, 'transfer-done');
      },
    },
    async (page, preview) => {
      await preview.till(`Object.assign(memoryTill.manager.transfer, {
        leaves: { waiting: 2, held: 1, stays: { unreadable: 1, underWay: 2, refused: 3, samePerson: 4 } },
        reports: { export: { direction: 'export', saves: 3, left: 10 } },
      })`);
      await openTransfer(page);
    },
  ),
  inTurn(
    'a queue comes by the page',
    {
      'a file is chosen': async (page) => {
        await page.click('import-choose');
        await shown(page, 'passphrase');
      },
      'its passphrase is wrong': async (page, preview) => {
        await preview.till("memoryTill.manager.transfer.failure = 'move.wrong-passphrase'");
        await page.insert('another horse');
        await page.press('Enter');
        await said(page, 'passphrase-error');
      },
      'what it would do is said': async (page, preview) => {
        await preview.till('memoryTill.manager.transfer.failure = null');
        await fill(page, 'passphrase', 'correct horse');
        await page.press('Enter');
        await shown(page, 'import-foreseen');
      },
      'it is taken over': async (page) => {
        await page.click('import-go');
        await shown(page, 'transfer-done');
      },
    },
    async (page, preview) => {
      await preview.till(`(() => {
        const { transfer } = memoryTill.manager;
        const reasons = ['rejected', 'undecidable', 'stale', 'sign', 'configuration', 'unreadable',
          'other-app', 'late-import', 'busy'];
        const held = Object.fromEntries(reasons.map((reason, index) => [reason, index + 1]));
        Object.assign(transfer.comes, { saves: 58, here: 3, idTaken: 1, closed: 2, sent: 7, held });
        Object.assign(transfer.reports.import, { taken: 52, alreadyHere: 3, late: 9 });
      })()`);
      await openTransfer(page);
    },
  ),
  inTurn(
    'how far a queue is',
    Object.fromEntries(
      MOVE_STAGES.map((stage) => [
        stage,
        async (page: Page, preview: PreviewTill) => {
          const progress = JSON.stringify({ stage, done: 40, total: 120 });
          await saidAnew(page, 'transfer-stage', () =>
            preview.till(`memoryTill.manager.transfer.progress = ${progress}`),
          );
        },
      ]),
    ),
    async (page, preview) => {
      await preview.till(
        "memoryTill.manager.transfer.progress = { stage: 'taking', done: 1, total: 120 }",
      );
      await openTransfer(page);
      await page.click('import-choose');
      await shown(page, 'passphrase');
      await page.insert('correct horse');
      await page.press('Enter');
      await shown(page, 'import-foreseen');
      await page.click('import-go');
      await said(page, 'transfer-stage');
    },
  ),
];
