import { describe, expect, test } from 'vitest';
import { LOCALES } from '../app/settings/locales.ts';
import { atDepth } from '../testing/depth.ts';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';
import { findMoved, findSpots, type Spot } from './inPage/targetsAt.ts';
import type { Page } from './Page.ts';
import type { Look, PreviewTill } from './PreviewTill.ts';
import { ScannerGun } from './ScannerGun.ts';
import { fill, register, shown } from './states/steps.ts';

const WINDOWS: Record<string, Look> = {
  '1024 px': {},
  '1024 px at 125 %': { zoom: 1.25 },
  '1366 px': { width: 1366 },
  '1366 px at 125 %': { width: 1366, zoom: 1.25 },
  '1920 px': { width: 1920, height: 1080 },
  'a strip of 420 px': { width: 420 },
  '200 %': { zoom: 2 },
};

const PHONE = '18651822226';

type Step = (page: Page, preview: PreviewTill) => Promise<void>;

const queue = (statement: string) => (_page: Page, preview: PreviewTill) =>
  preview.till(`const { outbox } = memoryTill; ${statement}; outbox.changed()`);

/** What comes by itself while a finger is on its way, and what comes of a hand elsewhere. */
const CHANGES: Record<string, Step> = {
  'the network goes': queue(`outbox.pause = { kind: 'unreachable', retryAt: null }`),
  'a second banner comes': queue(
    `outbox.warnings = [{ code: 'store.space-low', detail: 'C:\\\\ProgramData\\\\Tillside' }]`,
  ),
  'a red one comes': queue(
    `outbox.warnings.push({ code: 'store.write-failed', detail: 'ENOSPC' })`,
  ),
  'the settings are refused': queue(`outbox.warnings = []; outbox.pause = { kind: 'configuration',
    fix: 'secret', code: '25', subCode: 'isv.invalid-signature-of-the-app-secret' }`),
  'all banners go': queue(`outbox.pause = { kind: 'none' }`),
  'a thousand wait and some are held': queue(`
    const { changed } = outbox;
    outbox.changed = () => undefined;
    for (let number = 0; number < 1_012; number += 1)
      outbox.add('r' + number, '{}', { mobile: '138****8000', name: '欧阳' }, Date.now() - 9e7);
    for (let number = 0; number < 12; number += 1)
      outbox.change('r' + number, { state: 'held', heldReason: 'rejected' });
    outbox.changed = changed`),
  'a scan is not known': async (page) => {
    await new ScannerGun(page.keyboard).scan('6901234567892'.repeat(8));
    await shown(page, 'scan-feedback');
  },
  'the number is known': async (page) => {
    await page.type(PHONE);
    await shown(page, 'known-member');
  },
  'the form is cleared': async (page) => {
    await page.press('F2');
    await shown(page, 'undo-clear');
  },
  'fields are wrong': async (page) => {
    await page.type('123');
    await fill(page, 'name', 'n'.repeat(65));
    await fill(page, 'birthday', '20230230');
    await fill(page, 'outer-id', '码');
    await fill(page, 'remark', 'r'.repeat(501));
    await page.press('F4');
    await page.until(`document.querySelectorAll('[aria-invalid=true]').length > 3`);
  },
  'the customer does not agree': async (page) => {
    await page.press('F12');
    await shown(page, 'result-refused');
  },
  'the consent is missing': async (page) => {
    await page.type('18651822227');
    await page.press('F4');
    await shown(page, 'consent-missing');
  },
  'the save fails': async (page, preview) => {
    await preview.till(`memoryTill.switches.storeFailure = 'store.failed'`);
    await preview.save();
    await shown(page, 'save-failed');
  },
  'the save is confirmed': async (_page, preview) => {
    await preview.till(`memoryTill.switches.storeFailure = null;
      memoryTill.switches.refusal = '${'no '.repeat(60)}'`);
    await preview.save();
    await preview.confirmed();
  },
  'the save is held': async (_page, preview) => preview.confirmed('held'),
  'a save is being corrected': async (page) => {
    const slip = await page.text('confirmation-slip');
    await page.press('F8');
    await shown(page, 'queue-search');
    await fill(page, 'queue-search', String(slip));
    await shown(page, `row-${slip}`);
    await page.click(`row-${slip}`);
    await shown(page, 'correct');
    await page.click('correct');
    await shown(page, 'correcting');
  },
};

describe.skipIf(!hasChromium)('a finger meets what it went for', () => {
  const preview = givenPreview();
  const { page } = preview;

  const spots = () => page.evaluate<Spot[]>(`(${findSpots.toString()})()`);
  const moved = (of: readonly Spot[]) =>
    page.evaluate<string[]>(`(${findMoved.toString()})(${JSON.stringify(of)})`);

  const languages = LOCALES.map((locale, turn) => ({ locale, turn }));
  // Where a run is short each window is looked at in one language, and the languages take turns.
  const cases = Object.entries(WINDOWS).flatMap(([name, look], number) =>
    atDepth({
      whole: languages,
      short: languages.filter(({ turn }) => turn === number % LOCALES.length),
    }).map(({ locale }) => ({ name, look, locale })),
  );
  test.each(cases)('in $name, whatever comes ($locale)', async ({ look, locale }) => {
    await preview.show({ ...look, query: `?locale=${locale}` });
    await register(preview, PHONE, '王芳');
    await page.press('ArrowLeft');
    const before = await spots();
    expect(before.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['phone', 'consent', 'refuse', 'save']),
    );
    const found: string[] = [];
    for (const [change, come] of Object.entries(CHANGES)) {
      await come(page, preview);
      found.push(...(await moved(before)).map((what) => `${change}: ${what}`));
    }
    expect(found).toEqual([]);
  });

  test('six taps on one spot of the pad, while the network goes', async () => {
    await preview.show();
    const [x, y] = await page.evaluate<[number, number]>(`(({ x, y }) => [x + 20, y + 20])(
      document.querySelector('[data-testid=pad-4]').getBoundingClientRect())`);
    const tap = async () => {
      for (const type of ['mousePressed', 'mouseReleased'])
        await page.browser.call('Input.dispatchMouseEvent', {
          type,
          x,
          y,
          button: 'left',
          clickCount: 1,
        });
    };
    for (let taps = 0; taps < 6; taps += 1) {
      await tap();
      if (taps === 1) await CHANGES['the network goes']?.(page, preview);
      if (taps === 3) await CHANGES['a second banner comes']?.(page, preview);
    }
    expect(await page.value('phone')).toBe('444 444');
  });
});
