import { NO_END, REPORTS, thatFinds } from './connectionReports.ts';
import type { State } from './State.ts';
import { askForPin, fill, openSettings, paste, said, shown, typePin } from './steps.ts';

const REFUSALS = [
  { code: 'pin.wrong' },
  { code: 'pin.locked', waitSeconds: 600 },
  { code: 'pin.unset' },
  { code: 'request.refused' },
];

/** What stands behind the manager's PIN. */
export const SETTINGS_STATES: readonly State[] = [
  { name: 'the PIN of the settings', reach: (page) => askForPin(page) },
  ...REFUSALS.map(
    (refusal): State => ({
      name: `the PIN of the settings: ${refusal.code}`,
      reach: async (page, preview) => {
        await preview.till(`memoryTill.settings.refusal = ${JSON.stringify(refusal)}`);
        await askForPin(page);
        await typePin(page, '11');
        await said(page, 'pin-error');
      },
    }),
  ),
  {
    name: 'the PIN may be tried again',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.settings.refusal = { code: 'pin.locked', waitSeconds: 0.2 }`);
      await askForPin(page);
      await typePin(page, '11');
      await said(page, 'pin-error');
      await page.until(`!document.querySelector('[data-testid=pin-wait]')`);
    },
  },
  { name: 'the settings', reach: (page) => openSettings(page) },
  {
    name: 'the settings with a session',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.settings.provision.gateway.session = 'kept'`);
      await openSettings(page);
      await shown(page, 'settings-forget-session');
    },
  },
  ...[0, 9999].map(
    (place): State => ({
      name: `the settings with mistakes, ${place === 0 ? 'their beginning' : 'their end'}`,
      reach: async (page) => {
        await openSettings(page);
        for (const [field, text] of [
          ['gateway-url', 'x'],
          ['gateway-appKey', ''],
          ['brandId', ''],
          ['shopId', 's'.repeat(129)],
          ['operators-1-id', '2392313'],
          ['pin-first', '12'],
          ['pin-again', '1'],
        ] as const)
          await fill(page, `settings-${field}`, text);
        await paste(page, 'settings-operators-0-name', 'a\ud800');
        await page.click('settings-save');
        await said(page, 'settings-brandId-error');
        await page.click('change-pin');
        await said(page, 'settings-pin-first-error');
        await page.evaluate(`document.querySelector('.settings-scroll').scrollTo(0, ${place})`);
      },
    }),
  ),
  {
    name: 'the settings, two new PINs that differ',
    reach: async (page) => {
      await openSettings(page);
      await fill(page, 'settings-pin-first', '1234');
      await fill(page, 'settings-pin-again', '1243');
      await page.click('change-pin');
      await said(page, 'settings-pin-again-error');
    },
  },
  {
    name: 'the settings, a new PIN',
    reach: async (page) => {
      await openSettings(page);
      await fill(page, 'settings-pin-first', '1234');
      await fill(page, 'settings-pin-again', '1234');
      await page.click('change-pin');
      await said(page, 'pin-changed');
    },
  },
  {
    name: 'the settings, unsaved',
    reach: async (page) => {
      await openSettings(page);
      await fill(page, 'settings-shopId', 'SH-9');
      await page.press('Escape');
      await said(page, 'settings-said');
    },
  },
  {
    name: 'the settings, not stored',
    reach: async (page, preview) => {
      await openSettings(page);
      await preview.till(`memoryTill.settings.refusal = { code: 'store.disk-full' }`);
      await page.click('settings-save');
      await said(page, 'settings-said');
    },
  },
  {
    name: 'the settings, the connection being tested',
    reach: async (page, preview) => {
      await preview.till(NO_END);
      await openSettings(page);
      await page.click('connection-test');
      await shown(page, 'connection-test', '[aria-busy=true]');
    },
  },
  {
    name: 'the settings, the test itself refused',
    reach: async (page, preview) => {
      await openSettings(page);
      await preview.till(`memoryTill.settings.refusal = { code: 'pin.wrong' }`);
      await page.click('connection-test');
      await said(page, 'connection-failed');
    },
  },
  ...REPORTS.map(
    ([name, found]): State => ({
      name: `the settings, the connection test: ${name}`,
      reach: async (page, preview) => {
        await preview.till(thatFinds(found));
        await openSettings(page);
        await page.click('connection-test');
        await shown(page, 'connection-verdict');
      },
    }),
  ),
];
