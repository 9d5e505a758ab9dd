import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { openQueue } from './queue.ts';
import { inTurn, type State } from './State.ts';
import { said, shown, typePin } from './steps.ts';

/** What was made for another app of the same brand, and for another brand. */
const OTHERS = `
  const made = { brandId: '21003', app: 'https://gateway.example 12345678', host: 'gateway.example' };
  memoryTill.outbox.otherApps = [
    { ...made, count: 1, mayGoOn: true },
    { ...made, app: null, host: '', brandId: '21004', count: 37, mayGoOn: false },
  ];
  memoryTill.outbox.changed();`;

async function openOthers(page: Page, preview: PreviewTill): Promise<void> {
  await openQueue(page, preview);
  await preview.till(OTHERS);
  await shown(page, 'other-app-0');
}

async function chooseOther(page: Page, preview: PreviewTill, index: number): Promise<void> {
  await openOthers(page, preview);
  await page.click(`other-app-${index}`);
  await shown(page, 'other-app-decision');
}

/** What was made for other apps, and what the manager is asked about it. */
export const OTHER_APP_STATES: readonly State[] = [
  { name: 'the queue panel, made for other apps', reach: openOthers },
  {
    name: 'another app, of another brand',
    reach: (page, preview) => chooseOther(page, preview, 1),
  },
  inTurn(
    'another app',
    {
      'what is to become of it': (page) => shown(page, 'go-on'),
      'the PIN to go on': async (page) => {
        await page.click('go-on');
        await shown(page, 'pin-prompt');
      },
      'not done': async (page, preview) => {
        await preview.till(`memoryTill.bridge.goOnWithApp =
          async () => ({ ok: false, error: { code: 'store.failed' } })`);
        await typePin(page, '1111');
        await said(page, 'other-app-failure');
      },
      'why it is discarded': async (page) => {
        await page.click('discard-all');
        await shown(page, 'discard-reasons');
      },
      'the PIN to discard it': async (page) => {
        await page.click('reason-other');
        await shown(page, 'pin-prompt');
      },
    },
    (page, preview) => chooseOther(page, preview, 0),
  ),
];
