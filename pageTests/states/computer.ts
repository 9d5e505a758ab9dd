import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { inTurn, type State } from './State.ts';
import { said, shown, typePin } from './steps.ts';

/** The till finds that its data have come along from another computer, with so many saves. */
export async function findWhose(page: Page, preview: PreviewTill, inherited = 12, needsPin = true) {
  await preview.till(`memoryTill.outbox.pause = { kind: 'other-computer' };
    memoryTill.outbox.changed();
    memoryTill.settings.tell({ computer: { inherited: ${inherited}, needsPin: ${needsPin} } })`);
  await shown(page, 'decide-computer');
}

/** Somebody presses for the question: by itself it waits until nobody does anything. */
export async function askWhose(page: Page, preview: PreviewTill, inherited = 12, needsPin = true) {
  await findWhose(page, preview, inherited, needsPin);
  await page.click('decide-computer');
  await shown(page, 'computer-prompt');
}

const choose = async (page: Page, answer: string) => {
  await page.click(`computer-${answer}`);
  await shown(page, 'computer-sure');
};

/** The question whose data these are. */
export const COMPUTER_STATES: readonly State[] = [
  inTurn('the data of another computer', {
    asked: (page: Page, preview: PreviewTill) => askWhose(page, preview),
    'put off': async (page) => {
      await page.click('computer-later');
      await shown(page, 'decide-computer');
    },
    'they have moved here': async (page) => {
      await page.click('decide-computer');
      await choose(page, 'moved');
    },
    'a wrong PIN': async (page) => {
      await typePin(page, '1111');
      await said(page, 'pin-error');
    },
    'the other one sends them': async (page) => {
      await page.click('pin-cancel');
      await choose(page, 'start-empty');
    },
    'at work': async (page, preview) => {
      await preview.till('memoryTill.bridge.answerComputer = () => new Promise(() => undefined)');
      await typePin(page);
      await said(page, 'pin-busy');
      await page.until(
        `getComputedStyle(document.querySelector('[data-testid=pin-busy]')).opacity === '1'`,
      );
    },
  }),
  {
    ...inTurn('the data of another computer, at a till without a PIN', {
      decided: async (page: Page, preview: PreviewTill) => {
        await askWhose(page, preview, 1, false);
        await choose(page, 'start-empty');
        await shown(page, 'computer-confirm');
      },
      'and the disk is full': async (page, preview) => {
        await preview.till(`memoryTill.switches.storeFailure = 'store.disk-full'`);
        await page.click('computer-do');
        await said(page, 'computer-said');
      },
    }),
    show: { query: 'pin=none' },
  },
];
