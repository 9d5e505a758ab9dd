import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { ScannerGun } from './ScannerGun.ts';

const WECHAT = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';

describe.skipIf(!hasChromium)('the scanner test, in a real Chromium', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const gun = new ScannerGun(page.keyboard);

  const open = async () => {
    await page.press('F11');
    await page.until(`document.activeElement.dataset.testid === 'scanner-test-field'`);
  };
  const close = async () => {
    await page.press('Escape');
    await page.until(`!document.querySelector('[data-testid=scanner-test]')`);
  };
  const verdict = (problem: string) =>
    page.until(
      `document.querySelector('[data-testid=scanner-test-verdict][data-problem=${problem}]')`,
    );
  const measured = (name: string) => page.text(`scanner-test-${name}`);

  test('is closed by the key that opened it, and what is typed then goes on where it was', async () => {
    await page.type('186');
    await open();
    await page.press('F11');
    await page.until(`!document.querySelector('[data-testid=scanner-test]')`);
    await page.type('5');
    expect(await page.value('phone')).toBe('186 5');
    await open();
    await page.press('F11', { repeat: true });
    expect(await page.text('scanner-test'), 'a held key presses once').not.toBeNull();
  });

  test('shows what a scanner sends: gaps, number, terminator, text, and where it would go', async () => {
    await page.click('scanner-test-open');
    await page.until(`document.activeElement.dataset.testid === 'scanner-test-field'`);
    for (const inputMethod of [false, true]) {
      await gun.scan(WECHAT, { gapMs: 20, terminator: inputMethod ? 'Enter' : 'Tab', inputMethod });
      await verdict('none');
      await page.until(`document.activeElement.dataset.testid === 'scanner-test-field'`);
      expect(await measured('content')).toBe(WECHAT);
      expect(await measured('characters')).toBe('28');
      expect(await measured('gaps')).toMatch(/(19\.9|20) · .*20 · .*20(\.1)?$/);
      expect(await measured('terminator')).toBe(inputMethod ? 'Enter' : 'Tab');
      expect(await measured('destination')).toContain('微信');
      expect(await page.value('scanner-test-field')).toBe('');
    }
    expect(await page.value('outer-id')).toBe('');
    expect(await page.text('scan-feedback')).toBeNull();
  });

  test('says why a code is taken for typing', async () => {
    await open();
    await gun.scan('18651822226', { gapMs: 60 });
    await verdict('paused');
    expect(await measured('destination')).toContain('手工');
    await close();
    await open();
    await gun.scan('18651822226', { gapMs: 40 });
    await verdict('too-slow');
    await close();
    await open();
    await gun.scan('12345');
    await verdict('too-short');
  });

  test('Esc closes it, and the form behind has heard nothing of it', async () => {
    await page.type('13900139000');
    await open();
    await page.press('F4');
    await close();
    expect(await page.focused()).toBe('phone');
    expect(await page.value('phone')).toBe('139 0013 9000');
    expect(await preview.requests()).toEqual([]);
    await gun.scan('18651822226');
    expect(await page.value('phone')).toBe('186 5182 2226');
  });

  test('does not show a payment code whole', async () => {
    await open();
    await gun.scan('134512345678901234');
    await verdict('none');
    expect(await measured('content')).toBe('1345**********1234');
    expect(await page.value('scanner-test-field')).toBe('');
  });

  test.each(['', '?locale=en'])('is as high with a reading as without (%s)', async (query) => {
    await preview.show({ query });
    await open();
    const height = () =>
      page.evaluate<number>(`document.querySelector('[data-testid=scanner-test]').offsetHeight`);
    const before = await height();
    await gun.scan(WECHAT);
    await verdict('none');
    expect(await height()).toBe(before);
    await gun.scan('18651822226', { gapMs: 60 });
    await verdict('paused');
    expect(await height()).toBe(before);
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
