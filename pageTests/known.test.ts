import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './Chromium.ts';
import type { Page } from './Page.ts';
import { PreviewTill } from './PreviewTill.ts';

const PHONE = '18651822226';
const CARD = '[data-testid=known-member]';

describe.skipIf(!hasChromium)('a phone number that the till knows already', () => {
  let preview: PreviewTill;
  let page: Page;

  beforeAll(async () => {
    preview = await PreviewTill.start();
    page = preview.page;
  });
  beforeEach(async () => {
    await preview.show();
    await page.type(PHONE);
    await preview.save();
    await preview.confirmed('accepted');
  });
  afterAll(() => preview?.stop());

  const corrected = async () => (await preview.requests()).map((request) => request.correctionOf);

  test('is told at its eleventh digit, and not before', async () => {
    await page.type(PHONE.slice(0, 10));
    expect(await page.text('known-member')).toBeNull();
    await page.type('6');
    await page.until(`document.querySelector('${CARD}')`);
    expect(await page.text('known-member')).toContain('S-0001');
    expect(await page.focused()).toBe('phone');
    await page.press('Backspace');
    await page.until(`!document.querySelector('${CARD}')`);
  });

  test('makes the form a correction of that member, with an id of its own', async () => {
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}[data-correction=true]')`);
    await preview.save();
    await preview.confirmed();
    const [first, second] = await preview.requests();
    expect(second?.correctionOf).toBe(first?.requestId);
    expect(second?.requestId).not.toBe(first?.requestId);
  });

  test('is corrected also when the save comes at once, before somebody could have looked', async () => {
    await page.evaluate(`(() => {
      const phone = document.querySelector('[data-testid=phone]');
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
      set.call(phone, '${PHONE}');
      phone.dispatchEvent(new Event('input', { bubbles: true }));
      document.querySelector('[data-testid=save]').click();
    })()`);
    await page.until('memoryTill.requests.length === 2');
    const [first, second] = await preview.requests();
    expect(second?.correctionOf).toBe(first?.requestId);
  });

  test('is corrected under the consent that it was registered with, unless the customer gives another', async () => {
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}[data-correction=true]')`);
    await page.press('F4');
    await page.until('memoryTill.requests.length === 2');
    expect((await preview.requests())[1]?.consent).toBeNull();
    await page.until(`document.querySelector('[data-testid=phone]').value === ''`);
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}[data-correction=true]')`);
    await preview.save();
    await page.until('memoryTill.requests.length === 3');
    expect((await preview.requests())[2]?.consent).toMatchObject({ noticeVersion: 'v3' });
    await page.until(`document.querySelector('[data-testid=phone]').value === ''`);
    await page.type('18651822228');
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=consent-missing]')`);
  });

  test('was shown too long ago to be corrected: what is saved apart is told', async () => {
    await preview.till(`memoryTill.switches.uncorrected = 'S-0001'`);
    await page.type(PHONE);
    await preview.save();
    await page.until(`document.querySelector('[data-testid=not-corrected]')`);
    expect(await page.text('not-corrected')).toContain('S-0001');
  });

  test('can still be a new member, by key or by finger, and back again', async () => {
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}')`);
    await page.press('F6');
    await page.until(`document.querySelector('${CARD}[data-correction=false]')`);
    await page.click('toggle-correction');
    await page.until(`document.querySelector('${CARD}[data-correction=true]')`);
    await page.press('F6');
    await preview.save();
    await preview.confirmed();
    expect(await corrected()).toEqual([null, null]);
  });

  test('is forgotten with the form: the next number is a new member', async () => {
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}')`);
    await page.press('Escape');
    await page.until(`!document.querySelector('${CARD}')`);
    await page.type('18651822227');
    await preview.save();
    await preview.confirmed();
    expect(await corrected()).toEqual([null, null]);
  });

  test('comes back with a form whose clearing is undone', async () => {
    await page.type(PHONE);
    await page.press('F2');
    await page.until(`!document.querySelector('${CARD}')`);
    await page.press('F3');
    await page.until(`document.querySelector('${CARD}')`);
  });

  test('does not count when it is this form’s own save whose answer was lost', async () => {
    await page.press('1');
    await page.press('Escape');
    await preview.till('memoryTill.switches.loseAnswers = true');
    await page.type('18651822228');
    await preview.save();
    await page.until(`document.querySelector('[data-testid=save-failed]')`);
    await preview.till('memoryTill.switches.loseAnswers = false');
    await page.press('Backspace');
    await page.type('8');
    await preview.save();
    await preview.confirmed();
    const [, lost, again] = await preview.requests();
    expect(again).toEqual(lost);
  });

  test('that is asked about too fast is looked up a little later, and can be saved meanwhile', async () => {
    await preview.till('memoryTill.switches.lookupWait = 1');
    await page.type(PHONE);
    await page.until(`document.querySelector('[data-testid=lookup-later]')`);
    expect(await page.text('lookup-later')).toContain('1');
    expect(await page.focused()).toBe('phone');
    await preview.till('memoryTill.switches.lookupWait = null');
    await page.until(`document.querySelector('${CARD}[data-correction=true]')`);
    expect(await page.text('lookup-later')).toBeNull();
    await page.press('Escape');
    await preview.till('memoryTill.switches.lookupWait = 60');
    await page.type('18651822227');
    await page.until(`document.querySelector('[data-testid=lookup-later]')`);
    await preview.save();
    await preview.confirmed();
    expect(await page.text('lookup-later')).toBeNull();
    expect(await corrected()).toEqual([null, null]);
  });

  test('never holds up a save: a till that does not answer is not waited for', async () => {
    await preview.till(`memoryTill.bridge.findMember = () => new Promise(() => undefined)`);
    await page.type('18651822229');
    await preview.save();
    await preview.confirmed();
  });
});
