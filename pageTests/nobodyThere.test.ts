import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';

const MENU = `document.querySelector('[role=menu]')`;
const PHONE = '18651822226';

describe.skipIf(!hasChromium)(
  'where several may be at the till and none of them has said so',
  () => {
    const preview = givenPreview();
    const { page } = preview;
    const aMoment = (milliseconds: number) =>
      page.evaluate(`new Promise((resolve) => setTimeout(resolve, ${milliseconds}))`);
    const chosen = () => page.evaluate(`sessionStorage.getItem('operator')`);
    const opens = () => page.until(MENU);

    beforeEach(async () => {
      await page.evaluate(`location.protocol === 'http:' && sessionStorage.clear()`);
      await preview.show({ query: '?operator=none' });
      // Loaded once, it comes at once.
      await page.press('F10');
      await opens();
      await page.hasLooked();
      await page.press('F10');
      await page.until(`!${MENU}`);
      await page.hasLooked();
      await page.type(PHONE);
    });

    test.each([
      ['F5', 'Enter', 150],
      ['F4', 'Enter', 150],
      ['F5', 'Space', 150],
      ['F5', 'Enter', 700],
      ['F4', 'Enter', 700],
    ])(
      'the routine of every save (%s, %s after %s ms) chooses nobody, and puts nothing down to anybody',
      async (first, second, gap) => {
        await page.press(first);
        await opens();
        await aMoment(gap);
        await page.press(second);
        await page.press('F5');
        await page.press('F4');
        await aMoment(300);
        expect(await chosen()).toBeNull();
        expect(await preview.requests()).toEqual([]);
      },
    );

    test('no row of the list of operators has the focus; arrows and a work number lead to one', async () => {
      await page.press('F5');
      await opens();
      await page.hasLooked();
      expect(await page.evaluate(`document.activeElement === ${MENU}`)).toBe(true);
      await page.press('ArrowDown');
      await page.until(`document.activeElement.dataset.testid === 'operator-2392313'`);
      await page.type('2392315');
      await page.until(`document.activeElement.dataset.testid === 'operator-2392315'`);
      await page.press('Enter');
      await page.until(`!${MENU}`);
      expect(await chosen()).toBe('2392315');
    });

    test('once it is said who is there, what was not saved asks for F4, and no more for the operator', async () => {
      const failed = () => page.text('save-failed');
      await page.press('F4');
      await opens();
      expect(await failed()).toContain('请先在登记页选择操作员');
      await page.hasLooked();
      await page.click('operator-2392315');
      await page.until(`!${MENU}`);
      expect(await failed()).toContain('没有保存');
      expect(await failed()).toContain('请再按 F4 保存');
      expect(await failed()).not.toContain('选择操作员');
      await page.press('F5');
      await page.press('F4');
      await preview.confirmed();
    });

    test('digits that were typed on and Enter right behind them choose nobody, also where a work number begins so', async () => {
      await page.press('F5');
      await opens();
      await page.type('2');
      await page.press('Enter');
      await aMoment(300);
      expect(await chosen()).toBeNull();
    });
  },
);
