import { describe, expect, test } from 'vitest';
import type { RestoredDraft } from '../app/ipc/restoredDraft.ts';
import { EMPTY_MEMBER } from '../app/member/memberSchema.ts';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { ScannerGun } from './ScannerGun.ts';
import { shown } from './states/steps.ts';

const OTHER = '13900139000';
const RESTORED = `document.querySelector('[data-testid=result-restored]')`;
/** It has come in only just now, however busy the PC is. */
const JUST_NOW = `(() => {
  const real = performance.now.bind(performance);
  performance.now = () => real() - 60_000;
})()`;

const left: RestoredDraft = {
  requestId: 'ab'.repeat(16),
  operatorId: '2392314',
  member: { ...EMPTY_MEMBER, mobile: '186 5182 2226', name: 'Li' },
  consent: null,
  correcting: null,
  chosen: null,
  isLocked: false,
  age: 30_000,
};

describe.skipIf(!hasChromium)(
  'a form that came in by itself after a crash, and that nobody can have read',
  () => {
    const preview = givenFreshPreview();
    const { page } = preview;
    const gun = new ScannerGun(page.keyboard);

    const comesIn = async (query = '') => {
      await page.evaluate(
        `sessionStorage.setItem('crashed-with', ${JSON.stringify(JSON.stringify(left))})`,
      );
      await preview.show({ query, until: RESTORED });
      await page.evaluate(`sessionStorage.removeItem('crashed-with')`);
      await page.evaluate(JUST_NOW);
    };
    const prefix = { key: 'b', code: 'KeyB', windowsVirtualKeyCode: 66, modifiers: 2 };

    test.each<[string, () => Promise<void>]>([
      ['a scan through an input method', () => gun.scan(OTHER, { inputMethod: true })],
      [
        'Tab and a scan',
        async () => {
          await page.press('Tab');
          await gun.scan(OTHER);
        },
      ],
      [
        'a scan with a prefix',
        async () => {
          await page.keyboard.strike(prefix);
          await gun.scan(OTHER);
        },
      ],
      ['a paste', () => page.insert(OTHER)],
      ...['F5', 'Escape', 'F2', 'F12'].map((key): [string, () => Promise<void>] => [
        `${key} and a number`,
        async () => {
          await page.press(key);
          await page.type(OTHER);
        },
      ]),
      [
        'a press on the consent and a scan',
        async () => {
          await page.click('consent');
          await gun.scan(OTHER);
        },
      ],
    ])(
      'gives nothing to the next customer, takes nothing of him, and is not lost: %s',
      async (_, act) => {
        await comesIn();
        await act();
        await page.until(`document.querySelector('[data-testid=phone]').value === '139 0013 9000'`);
        expect(await page.value('name')).toBe('');
        await preview.save();
        await preview.confirmed();
        const [request] = await preview.requests();
        expect(request?.requestId).not.toBe(left.requestId);
        await page.press('F3');
        await page.until(RESTORED);
        expect(await page.value('phone')).toBe('186 5182 2226');
        expect(await page.value('name')).toBe('Li');
        expect(await page.evaluate(`document.querySelector('[data-testid=consent]').checked`)).toBe(
          false,
        );
      },
    );

    test('takes its operator with it: what is saved next is put down to nobody who is not there', async () => {
      await page.evaluate('sessionStorage.clear()');
      await comesIn('?operator=none');
      await page.type(OTHER);
      await page.press('F4');
      await page.until(`document.querySelector('[data-code="operator.unknown"]')`);
      expect(await preview.requests()).toEqual([]);
      await shown(page, 'operator-2392315');
      await page.click('operator-2392315');
      await preview.save();
      await preview.confirmed();
      expect((await preview.requests())[0]).toMatchObject({
        operatorId: '2392315',
        consent: { operatorId: '2392315' },
      });
    });

    test('is whoever’s who brings it back, or saves it as it stands', async () => {
      await comesIn();
      await page.press('F3');
      await page.press('F5');
      await page.press('F4');
      await preview.confirmed();
      expect((await preview.requests())[0]?.requestId).toBe(left.requestId);
    });
  },
);
