import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CHROMIUM } from './Chromium.ts';
import type { Page } from './Page.ts';
import { PreviewTill, type ShowOptions } from './PreviewTill.ts';
import { ScannerGun } from './ScannerGun.ts';

const hasChromium = spawnSync(CHROMIUM, ['--version']).status === 0;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const WECHAT = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';

describe.skipIf(!hasChromium)('the scanner test, in a real Chromium', () => {
  let preview: PreviewTill;
  let page: Page;
  let gun: ScannerGun;

  beforeAll(async () => {
    preview = await PreviewTill.start();
    page = preview.page;
    gun = new ScannerGun(page.keyboard);
  }, 60_000);
  beforeEach(() => preview.show());
  afterAll(() => preview?.stop());

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
    expect(await page.text('scan-notice')).toBeNull();
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

  test.each<ShowOptions>([
    { query: '' },
    { query: '', dark: true },
    { query: '?locale=en' },
    { query: '?locale=en', dark: true },
    { query: '?locale=en', width: 420 },
  ])('axe finds nothing, and nothing is cut off (%o)', async (options) => {
    await preview.show(options);
    await page.evaluate(axe);
    const check = async () => {
      expect(
        await page.evaluate<
          string[]
        >(`axe.run().then(({ violations }) => violations.map((violation) =>
          violation.id + ': ' + violation.nodes.map((node) => node.html).join(' ')))`),
      ).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    };
    for (const code of [WECHAT, '6901234567892']) {
      await gun.scan(code);
      await check();
      await page.press('ArrowLeft');
    }
    await open();
    await check();
    const size = () =>
      page.evaluate<number[]>(`(({ scrollWidth, clientWidth, offsetHeight }) =>
        [scrollWidth - clientWidth, offsetHeight])(document.querySelector('dialog'))`);
    const [, height] = await size();
    await gun.scan(WECHAT);
    await verdict('none');
    await check();
    expect(await size()).toEqual([0, height]);
    await gun.scan('18651822226', { gapMs: 60 });
    await verdict('paused');
    await check();
    const targets = await page.evaluate<number[]>(`[...document.querySelectorAll(
      'dialog button, dialog input, .scanner-door')].map((e) => e.getBoundingClientRect())
      .map(({ width, height }) => Math.min(width, height))`);
    for (const target of targets) expect(target).toBeGreaterThanOrEqual(48);
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
