import type { LockedSettings } from '../../app/settings/lockedSettings.ts';
import { CHECK_OUTCOMES, OBSTACLES } from '../../app/update/updateCodes.ts';
import type { UpdateView } from '../../app/update/updateView.ts';
import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { found, NO_END, REPORTS } from './connectionReports.ts';
import { inTurn, type State } from './State.ts';
import { askForPin, fill, openSettings, paste, said, saidAnew, shown, typePin } from './steps.ts';

const REFUSALS = [
  { code: 'pin.wrong', triesLeft: 4 },
  { code: 'pin.unset' },
  { code: 'request.refused' },
  { code: 'pin.locked', waitSeconds: 600 },
];

const WRONG = [
  ['gateway-url', 'x'],
  ['gateway-appKey', ''],
  ['proxy-host', 'a b'],
  ['brandId', ''],
  ['shopId', 's'.repeat(129)],
  ['operators-1-id', '2392313'],
  ['watermarkFolder', 'marks'],
  ['api-port', '80'],
  ['pin-first', '12'],
  ['pin-again', '1'],
] as const;

const LOCKED: LockedSettings = {
  sources: {
    'gateway.url': 'policy',
    'gateway.appKey': 'policy',
    'gateway.appSecret': 'machine-file',
    'gateway.session': 'machine-file',
    'gateway.signMethod': 'policy',
    brandId: 'policy',
    notice: 'policy',
    lockAfterMinutes: 'machine-file',
    'window.kiosk': 'policy',
    'api.enabled': 'policy',
    'api.port': 'policy',
    'window.dock': 'policy',
    'window.hotKey': 'machine-file',
    'window.touchKeyboard': 'machine-file',
    managerPin: 'machine-file',
  },
  file: 'C:\\ProgramData\\Tillside\\policy\\provision.json',
};

/** What the manager may read of updates, each word once. */
export const UPDATES: readonly UpdateView[] = [...CHECK_OUTCOMES, null].map((outcome, at) => ({
  version: '0.1.0',
  channel: 'latest',
  url: 'https://updates.chain-of-shops.example.com/tillside',
  hours: { from: '09:30', to: '21:00' },
  lastCheck: outcome && { at: Date.UTC(2026, 10, 24, 4), outcome, version: '0.2.0' },
  waits: outcome === 'newer' ? { version: '0.2.0', standing: 'ready' } : null,
  why: OBSTACLES[at] ?? null,
}));

function lock(preview: PreviewTill, locked: LockedSettings): Promise<void> {
  return preview.till(`memoryTill.settings.tell({ locked: ${JSON.stringify(locked)} })`);
}

/** What stands behind the manager's PIN. */
export const SETTINGS_STATES: readonly State[] = [
  inTurn('the PIN of the settings', {
    asked: (page) => askForPin(page),
    ...Object.fromEntries(
      REFUSALS.map((refusal) => [
        refusal.code,
        (page: Page, preview: PreviewTill) =>
          saidAnew(page, 'pin-error', async () => {
            await preview.till(`memoryTill.settings.refusal = ${JSON.stringify(refusal)}`);
            await fill(page, 'pin', '');
            await typePin(page, '11');
          }),
      ]),
    ),
  }),
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
    name: 'the settings are saved',
    reach: async (page) => {
      await openSettings(page);
      await page.click('settings-save');
      await shown(page, 'settings-saved');
    },
  },
  {
    name: 'the settings are not closed while they are being saved',
    reach: async (page, preview) => {
      await openSettings(page);
      await preview.till('memoryTill.bridge.saveSettings = () => new Promise(() => {})');
      await page.click('settings-save');
      await page.click('settings-cancel');
      await said(page, 'settings-said');
    },
  },
  {
    name: 'a new PIN was refused when the settings were closed already',
    reach: async (page, preview) => {
      await openSettings(page);
      await preview.till(`memoryTill.bridge.changePin = () => new Promise((resolve) => {
        window.refuse = () => resolve({ ok: false, error: { code: 'store.disk-full' } });
      })`);
      await fill(page, 'settings-pin-first', '1234');
      await fill(page, 'settings-pin-again', '1234');
      await page.click('change-pin');
      await page.until('window.refuse');
      await page.evaluate('memoryTill.putAway()');
      await page.evaluate('window.refuse()');
      await shown(page, 'settings-not-saved');
    },
  },
  {
    name: 'the settings with a session',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.settings.provision.gateway.session = 'kept'`);
      await openSettings(page);
      await shown(page, 'settings-forget-session');
    },
  },
  {
    name: 'the settings of a till whose file still lies open',
    reach: async (page, preview) => {
      await preview.till(
        `memoryTill.settings.openFile = 'C:\\\\Users\\\\till-3\\\\Desktop\\\\provision.json'`,
      );
      await openSettings(page);
      await shown(page, 'settings-open-file');
    },
  },
  inTurn(
    'the settings of a till that is updated',
    Object.fromEntries(
      UPDATES.map((view, at) => [
        `${view.lastCheck?.outcome ?? 'unchecked'}, ${view.why ?? 'may be'}`,
        async (page: Page, preview: PreviewTill) => {
          await preview.till(`memoryTill.settings.updates = ${JSON.stringify(view)}`);
          if (at > 0) await page.click('settings-cancel');
          await openSettings(page);
          await shown(page, 'settings-updates');
          await page.evaluate(
            `document.querySelector('[data-testid=settings-updates]').scrollIntoView({ block: 'end' })`,
          );
        },
      ]),
    ),
  ),
  inTurn('the settings with mistakes', {
    'their beginning': async (page) => {
      await openSettings(page);
      for (const [field, text] of WRONG) await fill(page, `settings-${field}`, text);
      await paste(page, 'settings-operators-0-name', 'a\ud800');
      await page.click('settings-save');
      await said(page, 'settings-brandId-error');
      await page.click('change-pin');
      await said(page, 'settings-pin-first-error');
      await page.evaluate(`document.querySelector('.settings-scroll').scrollTo(0, 0)`);
    },
    'their end': (page) =>
      page.evaluate(`document.querySelector('.settings-scroll').scrollTo(0, 9999)`),
  }),
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
    name: 'the settings, saved beside a new PIN that is not changed yet',
    reach: async (page) => {
      await openSettings(page);
      await fill(page, 'settings-pin-first', '1234');
      await page.click('settings-save');
      await said(page, 'settings-said');
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
  inTurn('the settings, window and start', {
    'no key yet': async (page) => {
      await openSettings(page);
      await page.evaluate(`document.querySelector('[data-testid=settings-hot-key]').focus()`);
      await page.evaluate(
        `document.querySelector('#settings-window').scrollIntoView({ block: 'start' })`,
      );
    },
    'a key that is none': async (page) => {
      await page.press('m');
      await said(page, 'settings-hot-key-error');
    },
    'a key that other programs need': async (page) => {
      await page.press('1', { ctrl: true });
      await said(page, 'settings-hot-key-error');
      // The words of the one before stand there until then.
      await page.until(
        `/Alt\\+M/.test(document.querySelector('[data-testid=settings-hot-key-error]').textContent)`,
      );
    },
    'a key, a strip, and more': async (page) => {
      await page.press('F13');
      await page.click('settings-dock-right');
      for (const name of ['alwaysOnTop', 'startAtSignIn', 'kiosk'])
        await page.click(`settings-${name}`);
    },
  }),
  inTurn('the settings, a new data key', {
    ...Object.fromEntries(
      ['key.refused', 'key.too-many'].map((code) => [
        code,
        (page: Page, preview: PreviewTill) =>
          saidAnew(page, 'key-replaced', async () => {
            if (code === 'key.refused') await openSettings(page);
            await preview.till(`memoryTill.settings.refusal = { code: '${code}' }`);
            await page.click('replace-key');
          }),
      ]),
    ),
    'while the old one is needed': (page, preview) =>
      saidAnew(page, 'key-replaced', async () => {
        await preview.till(
          `Object.assign(memoryTill.settings, { refusal: null, resealMs: 600_000 })`,
        );
        await page.click('replace-key');
      }),
    'when the old one is erased': (page, preview) =>
      saidAnew(page, 'key-replaced', () =>
        preview.till(`memoryTill.settings.tell({ isOldKeyNeeded: false })`),
      ),
  }),
  inTurn('the settings, another address while saves wait', {
    'is it the same platform': async (page, preview) => {
      await preview.till(`memoryTill.outbox.add('1'.repeat(32), '{}',
        { mobile: '138****8000', name: '' }, Date.now())`);
      await openSettings(page);
      await fill(page, 'settings-gateway-url', 'https://gateway.example.net/router/rest');
      await shown(page, 'same-platform');
    },
    'without its secret': async (page) => {
      await page.click('settings-save');
      await said(page, 'settings-gateway-appSecret-error');
    },
  }),
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
  inTurn('the settings, locked', {
    'by policy and machine file': async (page, preview) => {
      await lock(preview, LOCKED);
      await openSettings(page);
      await shown(page, 'settings-locked');
    },
    'their window': (page) =>
      page.evaluate(
        `document.querySelector('#settings-window').scrollIntoView({ block: 'start' })`,
      ),
    'their end': (page) =>
      page.evaluate(`document.querySelector('.settings-scroll').scrollTo(0, 9999)`),
    'and a change is refused': async (page, preview) => {
      await preview.till(`memoryTill.settings.refusal = { code: 'settings.locked' }`);
      await page.click('settings-save');
      await said(page, 'settings-said');
    },
  }),
  {
    name: 'the settings, operators and language locked',
    reach: async (page, preview) => {
      await lock(preview, { sources: { operators: 'policy', locale: 'policy' }, file: null });
      await openSettings(page);
      await page.evaluate(
        `document.querySelector('[data-testid=settings-operators-0-name]').scrollIntoView()`,
      );
    },
  },
  {
    name: 'the settings, others were taken over meanwhile',
    reach: async (page, preview) => {
      await openSettings(page);
      await preview.till('memoryTill.settings.revision += 1');
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
  inTurn('the settings, the connection test', found(REPORTS), openSettings),
];
