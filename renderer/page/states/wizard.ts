import { NO_END, REPORTS, thatFinds } from './connectionReports.ts';
import type { State } from './State.ts';
import { FIRST_START, fill, giveGateway, givePin, giveShop, said, shown } from './steps.ts';

/** The four steps of the first start. */
const STEPS: readonly State[] = [
  { name: 'the first start: gateway', reach: async () => undefined },
  {
    name: 'the first start: gateway with mistakes',
    reach: async (page) => {
      await fill(page, 'settings-gateway-url', 'x');
      await page.click('wizard-next');
      await said(page, 'settings-gateway-appKey-error');
    },
  },
  { name: 'the first start: shop', reach: (page) => giveGateway(page) },
  {
    name: 'the first start: shop with mistakes and two operators',
    reach: async (page) => {
      await giveGateway(page);
      await page.click('settings-operator-add');
      await page.click('wizard-next');
      await said(page, 'settings-operators-1-name-error');
    },
  },
  { name: 'the first start: PIN', reach: (page) => giveShop(page) },
  {
    name: 'the first start: PIN with mistakes',
    reach: async (page) => {
      await giveShop(page);
      await fill(page, 'settings-pin-first', '12');
      await page.click('wizard-next');
      await said(page, 'settings-pin-first-error');
    },
  },
  {
    name: 'the first start: the connection being tested',
    reach: async (page, preview) => {
      await preview.till(NO_END);
      await givePin(page);
      await shown(page, 'connection-test', '[aria-busy=true]');
    },
  },
  ...REPORTS.filter(([name]) => !/[234]$/.test(name)).map(
    ([name, found]): State => ({
      name: `the first start: the connection test: ${name}`,
      reach: async (page, preview) => {
        await preview.till(thatFinds(found));
        await givePin(page);
        await shown(page, 'connection-verdict');
      },
    }),
  ),
  {
    name: 'the first start: not stored',
    reach: async (page, preview) => {
      await givePin(page);
      await shown(page, 'connection-verdict');
      await preview.till(`memoryTill.bridge.setUp =
        async () => ({ ok: false, error: { code: 'store.disk-full' } })`);
      await page.click('wizard-next');
      await said(page, 'wizard-said');
    },
  },
];

export const WIZARD_STATES: readonly State[] = STEPS.map((state) => ({
  ...state,
  show: FIRST_START,
}));
