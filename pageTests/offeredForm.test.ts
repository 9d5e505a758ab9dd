import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { openSettings } from './states/steps.ts';

const FOCUSED = 'document.activeElement?.dataset.testid ?? null';

const offer = (mobile: string, name = '') =>
  `memoryTill.offerForm(${JSON.stringify({
    mobile,
    name,
    gender: null,
    birthday: '',
    outerId: '',
    outerType: null,
    remark: '',
  })})`;

describe.skipIf(!hasChromium)('what another program would have in the form', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const answers = () => page.evaluate<string[]>('memoryTill.offers');
  const values = async () => [await page.value('phone'), await page.value('name')];

  test('comes into an empty form, looked up and kept like what is typed; the cashier asks for consent and saves', async () => {
    await page.evaluate(offer('13800138000', '王芳'));
    await page.until('memoryTill.offers.length === 1');
    expect(await answers()).toEqual(['filled']);
    expect((await values())[1]).toBe('王芳');
    expect(await page.evaluate<string | null>(FOCUSED)).toBe('phone');
    // Nobody can have read it before.
    await page.evaluate('new Promise((done) => setTimeout(done, 1_200))');
    await page.press('F4');
    expect(await page.evaluate<number>('memoryTill.requests.length')).toBe(0);
    await page.press('F5');
    await page.press('F4');
    await page.until('memoryTill.requests.length === 1');
    expect(await page.evaluate('memoryTill.requests[0].member')).toMatchObject({
      mobile: '13800138000',
      name: '王芳',
    });
  });

  test('never touches what somebody is typing', async () => {
    await page.type('186');
    await page.evaluate(offer('13800138000', '王芳'));
    await page.until('memoryTill.offers.length === 1');
    expect(await answers()).toEqual(['busy']);
    expect(await values()).toEqual(['186', '']);
  });

  test('goes aside for the hand that was on its way already: two customers never meet in one form', async () => {
    await page.evaluate(offer('13800138000', '王芳'));
    await page.until('memoryTill.offers.length === 1');
    await page.type('186');
    expect(await values()).toEqual(['186', '']);
  });

  test('comes behind no dialog and no lock', async () => {
    await openSettings(page);
    await page.evaluate(offer('13800138000'));
    await page.until('memoryTill.offers.length === 1');
    await page.press('Escape');
    await page.until(`!document.querySelector('[data-testid=settings-screen]')`);
    await page.press('F9');
    await page.until(`document.querySelector('[data-testid=lock-screen]')`);
    await page.evaluate(offer('13800138000'));
    await page.until('memoryTill.offers.length === 2');
    expect(await answers()).toEqual(['busy', 'locked']);
  });
});
