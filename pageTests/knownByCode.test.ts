import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { ScannerGun } from './ScannerGun.ts';

const PHONE = '18651822226';
const CARD = '[data-testid=known-member]';

describe.skipIf(!hasChromium)('a member code', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const CODE = '2088328921390232';
  const scanned = () => new ScannerGun(page.keyboard).scan(CODE);
  beforeEach(async () => {
    await scanned();
    await page.until(`document.querySelector('[data-testid=outer-id]').value === '${CODE}'`);
    await preview.save();
    await preview.confirmed('accepted');
    // What was done stays said until the next key.
    await page.press('ArrowLeft');
  });

  test('that the till knows already is an answer, and one key leads to the next customer', async () => {
    await scanned();
    await page.until(`document.querySelector('${CARD}[data-choice=none]')`);
    expect(await page.text('known-member')).toMatch(/已是会员（今天\s\d\d:\d\d\s登记）/);
    expect(await page.text('save-label')).toBe('下一位');
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=result-known]')`);
    expect(await preview.requests()).toHaveLength(1);
    expect(await page.value('outer-id')).toBe('');
    expect(await page.focused()).toBe('phone');
  });

  test('is that answer also where the save comes with the scan, before somebody could have looked', async () => {
    await scanned();
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=result-known]')`);
    expect(await preview.requests()).toHaveLength(1);
  });

  test('is one question however many keys it has, and is answered behind the last one', async () => {
    await preview.till(`const { findMember } = memoryTill.bridge;
      window.asked = [];
      memoryTill.bridge.findMember = (identity) => (window.asked.push(identity), findMember(identity));
      document.querySelector('[data-testid=outer-id]').focus()`);
    await page.evaluate(`(() => {
      const kind = document.querySelector('[data-testid=outer-type]');
      const set = Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set;
      set.call(kind, 'alipay');
      kind.dispatchEvent(new Event('change', { bubbles: true }));
    })()`);
    // In the page: a machine that is busy in between puts the next key off as well as the question.
    await page.evaluate(`(async () => {
      for (const digit of '${CODE}') {
        document.execCommand('insertText', false, digit);
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    })()`);
    await page.until(`document.querySelector('${CARD}')`);
    expect(await page.evaluate('window.asked')).toEqual([{ outerId: CODE, outerType: 'alipay' }]);
    expect(await page.focused()).toBe('outer-id');
  });

  test('that the till knows is known beside a phone number that it does not know, whichever came first', async () => {
    await scanned();
    await page.until(`document.querySelector('${CARD}')`);
    await page.type(PHONE);
    expect(await page.text('known-member')).toContain('S-0001');
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=result-known]')`);
    await page.type(PHONE);
    await scanned();
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=result-known]')`);
    expect(await preview.requests()).toHaveLength(1);
    await page.press('F3');
    expect(await page.value('phone'), 'nothing typed is lost').toBe('186 5182 2226');
  });

  test('is corrected in a step of its own, by which a phone number comes to it', async () => {
    await scanned();
    await page.until(`document.querySelector('${CARD}')`);
    await page.press('F6');
    await page.until(`document.querySelector('${CARD}[data-choice=correct]')`);
    await page.type(PHONE);
    await page.press('F4');
    await preview.sendCorrection();
    await preview.confirmed('accepted');
    const [first, second] = await preview.requests();
    expect(second?.correctionOf).toBe(first?.requestId);
    expect(second?.member).toMatchObject({ mobile: '186 5182 2226', outerId: CODE });
    expect(await page.text('confirmation')).toContain('更正成功');
  });
});

describe.skipIf(!hasChromium)(
  'the code of a member who waits, and gave a phone number as well',
  () => {
    const preview = givenFreshPreview();
    const { page } = preview;

    test('brings that number into its correction, also where the focus is in its field: none is lost', async () => {
      await preview.till('memoryTill.switches.online = false');
      await page.type(PHONE);
      await new ScannerGun(page.keyboard).scan('2088328921390232');
      await page.until(`document.querySelector('[data-testid=outer-id]').value !== ''`);
      await preview.save();
      await preview.confirmed();
      await new ScannerGun(page.keyboard).scan('2088328921390232');
      await page.until(`document.querySelector('${CARD}')`);
      expect(await page.focused()).toBe('phone');
      await page.press('F6');
      await page.until(`document.querySelector('[data-testid=phone]').value === '186 5182 2226'`);
      await page.press('F4');
      await page.until(`document.querySelector('[data-testid=result-unchanged]')`);
      expect(await preview.requests()).toHaveLength(1);
    });
  },
);
