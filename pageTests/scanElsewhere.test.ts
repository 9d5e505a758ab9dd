import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';
import type { Page } from './Page.ts';
import type { PreviewTill } from './PreviewTill.ts';
import { ScannerGun } from './ScannerGun.ts';
import {
  askForPin,
  FIRST_START,
  fill,
  giveEverything,
  giveGateway,
  giveShop,
  openSettings,
  register,
  shown,
} from './states/steps.ts';

/** With letters that choose in a list, digits that fill a PIN, and a space that presses a button. */
const CODE = 'HMAC 18651822226';

interface Place {
  /** Controls that take no text, by their test ids. */
  pressed: readonly string[];
  /** Fields that do. */
  typed: readonly string[];
  open: (page: Page, preview: PreviewTill) => Promise<void>;
}

const SETTINGS = {
  pressed: [
    'settings-save',
    'settings-cancel',
    'settings-operator-add',
    'settings-operator-remove-1',
    'settings-sign-method',
    'settings-locale-en',
    'connection-test',
    'change-pin',
  ],
  typed: ['settings-gateway-url', 'settings-gateway-appSecret', 'settings-operators-0-name'],
};

const PLACES: Record<string, Place> = {
  'the settings': { ...SETTINGS, open: (page) => openSettings(page) },
  'the question for the PIN': {
    pressed: ['pin-send', 'pin-cancel'],
    typed: [],
    open: (page) => askForPin(page),
  },
  'the queue panel': {
    pressed: ['close-queue', 'filter-all', 'queue-send-now', 'queue-rows'],
    // A slip in the search is looked for; `scan.test.ts` has that.
    typed: [],
    open: async (page, preview) => {
      await preview.till('memoryTill.switches.online = false');
      await register(preview, '18651822226', 'Li');
      await page.press('F8');
      await shown(page, 'queue-rows');
      await page.click('row-S-0001');
      await shown(page, 'discard');
    },
  },
  'the reasons to discard': {
    pressed: ['reason-duplicate', 'reason-other'],
    typed: [],
    open: async (page, preview) => {
      await PLACES['the queue panel']?.open(page, preview);
      await page.click('discard');
      await shown(page, 'discard-reasons');
    },
  },
  'the notice': {
    pressed: ['close-notice'],
    typed: [],
    open: async (page) => {
      await page.click('read-notice');
      await page.until(`document.querySelector('[data-testid=notice]')?.open`);
    },
  },
  'the lock': {
    pressed: ['unlock-2392313', 'unlock-2392314'],
    typed: [],
    open: async (page) => {
      await page.press('F9');
      await shown(page, 'lock-screen');
    },
  },
};

const WIZARD: Record<string, Place> = {
  'the first start, gateway': {
    pressed: ['wizard-next', 'locale', 'settings-sign-method'],
    typed: ['settings-gateway-appKey', 'settings-gateway-session'],
    // Filled in, so that an Enter would go on.
    open: async (page) => {
      await fill(page, 'settings-gateway-appKey', '1');
      await fill(page, 'settings-gateway-appSecret', '2');
    },
  },
  'the first start, shop': {
    pressed: ['wizard-next', 'wizard-back', 'settings-operator-add', 'settings-locale-en'],
    typed: ['settings-brandId', 'settings-operators-0-name'],
    open: (page) => giveGateway(page),
  },
  'the first start, PIN': {
    pressed: ['wizard-next', 'wizard-back'],
    typed: ['settings-pin-first'],
    open: async (page) => {
      await giveGateway(page);
      await giveShop(page);
    },
  },
  'the first start, connection': {
    pressed: ['wizard-next', 'wizard-back', 'connection-test'],
    typed: [],
    open: async (page) => {
      await giveEverything(page);
      await shown(page, 'connection-verdict');
    },
  },
};

describe.skipIf(!hasChromium)('a scan anywhere but at the form', () => {
  const preview = givenPreview();
  const { page } = preview;
  const gun = new ScannerGun(page.keyboard);

  /** Everything that a press could have changed, but for one field; a confirmation behind ends with any key. */
  const seen = (but: string) =>
    page.evaluate<string>(`JSON.stringify([
      ([...document.querySelectorAll('dialog:modal')].at(-1) ?? document.body).innerText,
      document.activeElement.dataset.testid,
      ...[...document.querySelectorAll('input, select, textarea')]
        .filter((control) => control.dataset.testid !== '${but}')
        .map((control) => [control.dataset.testid, control.value, control.checked]),
      memoryTill.requests.length, memoryTill.settings.tested.length, memoryTill.settings.provision,
    ])`);
  const focus = (testId: string) =>
    page.evaluate(
      `[...document.querySelectorAll('[data-testid="${testId}"]')].at(-1).focus({ focusVisible: true })`,
    );

  const places = { ...PLACES, ...WIZARD };
  test.each(Object.keys(places))('presses nothing in %s, wherever the focus is', async (name) => {
    const place = places[name] as Place;
    await page.evaluate(`location.protocol === 'http:' && sessionStorage.clear()`);
    await preview.show(name in WIZARD ? { ...FIRST_START, query: `?${FIRST_START.query}` } : {});
    await place.open(page, preview);
    for (const testId of place.pressed)
      for (const terminator of ['Enter', 'Tab'] as const) {
        await focus(testId);
        expect(await page.focused(), testId).toBe(testId);
        const before = await seen('');
        await gun.scan(CODE, { terminator });
        expect(await seen(''), `${testId}, ${terminator}`).toBe(before);
      }
    for (const testId of place.typed)
      for (const inputMethod of [false, true]) {
        await fill(page, testId, '');
        const before = await seen(testId);
        await gun.scan(CODE, { inputMethod });
        await page.until(`document.activeElement.dataset.testid === '${testId}'`);
        expect(await page.value(testId), testId).toBe(CODE);
        expect(await seen(testId), testId).toBe(before);
        await fill(page, testId, '1');
      }
  });

  test('a number into the question for the PIN is written there and tries nothing', async () => {
    await preview.show();
    await askForPin(page);
    await gun.scan('246810');
    expect(await page.value('pin')).toBe('246810');
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 50))');
    expect(await page.text('settings-screen')).toBeNull();
  });
});
