import { openManager } from './managerSteps.ts';
import { inTurn, type State } from './State.ts';
import { said, shown } from './steps.ts';

/** Chooses in a list, or types into a field, as somebody would. */
const choose = (testId: string, value: string) =>
  `(() => {
    const field = document.querySelector('[data-testid="${testId}"]');
    const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value');
    set.call(field, '${value}');
    field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
  })()`;

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
    async (page) => openManager(page, 'transfer'),
  ),
];
