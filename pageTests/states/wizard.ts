import type { PreviewTill } from '../PreviewTill.ts';
import { found, NO_END, REPORTS } from './connectionReports.ts';
import { ask, CHANGES } from './provision.ts';
import { inTurn, type State } from './State.ts';
import {
  FIRST_START,
  fill,
  giveEverything,
  giveGateway,
  givePin,
  giveShop,
  said,
  shown,
} from './steps.ts';

const refuseToStore = (preview: PreviewTill, code = 'store.disk-full') =>
  preview.till(`memoryTill.bridge.setUp =
    async () => ({ ok: false, error: { code: '${code}' } })`);

const STEPS: readonly State[] = [
  inTurn('the first start', {
    gateway: async () => undefined,
    'gateway with mistakes': async (page) => {
      await fill(page, 'settings-gateway-url', 'x');
      await page.click('wizard-next');
      await said(page, 'settings-gateway-appKey-error');
    },
    shop: giveGateway,
    'shop with mistakes and two operators': async (page) => {
      await page.click('settings-operator-add');
      await page.click('wizard-next');
      await said(page, 'settings-operators-1-name-error');
    },
    PIN: async (page) => {
      await page.click('settings-operator-remove-1');
      await giveShop(page);
    },
    'PIN with mistakes': async (page) => {
      await fill(page, 'settings-pin-first', '12');
      await page.click('wizard-next');
      await said(page, 'settings-pin-first-error');
    },
    'the connection being tested': async (page, preview) => {
      await preview.till(NO_END);
      await givePin(page);
      await shown(page, 'connection-test', '[aria-busy=true]');
    },
  }),
  inTurn(
    'the first start, the connection test',
    {
      ...found(REPORTS.slice(0, 4)),
      'and what it has led to is not stored': async (page, preview) => {
        await refuseToStore(preview);
        await page.click('wizard-next');
        await said(page, 'wizard-said');
      },
    },
    async (page) => {
      await giveEverything(page);
      await shown(page, 'connection-verdict');
    },
  ),
];

/** Some settings are given by policy and machine file, and some of these are wrong. */
const GIVEN: State = {
  ...inTurn('a till that is given some of its settings', {
    gateway: async (page) => shown(page, 'wizard-mistakes'),
    shop: async (page) => {
      await page.click('wizard-next');
      await shown(page, 'settings-shopId');
    },
    'no PIN is asked for': async (page) => {
      await fill(page, 'settings-shopId', 'SH-0042');
      await page.click('wizard-next');
      await shown(page, 'connection-verdict');
    },
  }),
  show: { ...FIRST_START, query: `${FIRST_START.query}&given=yes` },
};

/** The settings of a till that was set up before are gone. */
const LOST: State = {
  ...inTurn('a till whose settings are gone', {
    gateway: async (page) => shown(page, 'wizard-lost'),
    'and nobody knows its PIN': async (page, preview) => {
      await refuseToStore(preview, 'settings.missing');
      await giveEverything(page);
      await shown(page, 'connection-verdict');
      await page.click('wizard-next');
      await said(page, 'wizard-said');
    },
    'a settings file that takes the PIN': async (page, preview) => {
      const changes = CHANGES.slice(0, 3).map((change) => ({ ...change, from: '' }));
      await ask(preview, { id: 1, changes, leavesBehind: false, needs: 'pin' });
      await shown(page, 'provision-changes');
    },
  }),
  show: { ...FIRST_START, query: `${FIRST_START.query}&lost=yes` },
};

/** The four steps of the first start, and what they begin with at a till that was set up before. */
export const WIZARD_STATES: readonly State[] = [
  ...STEPS.map((state) => ({ ...state, show: FIRST_START })),
  LOST,
  GIVEN,
];
