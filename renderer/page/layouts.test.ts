import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM } from './Chromium.ts';
import { lookProblems } from './checks.ts';
import { PreviewTill, type ShowOptions } from './PreviewTill.ts';

const hasChromium = spawnSync(CHROMIUM, ['--version']).status === 0;

const VIEWS: [string, ShowOptions][] = [
  ['1024 × 768', {}],
  ['1024 × 768, dark', { dark: true }],
  ['a strip of 420 px', { width: 420 }],
  ['125 % zoom', { zoom: 1.25 }],
  ['200 % zoom', { zoom: 2 }],
  ['200 % zoom, dark', { zoom: 2, dark: true }],
  ['forced colours', { forcedColors: true }],
];

describe.skipIf(!hasChromium)('every state of the screen passes axe and our own checks', () => {
  let preview: PreviewTill;

  beforeAll(async () => {
    preview = await PreviewTill.start();
  });
  afterAll(() => preview?.stop());

  describe.each(['zh-CN', 'en'])('in %s', (locale) => {
    test.each(VIEWS)('at %s', async (_name, view) => {
      const { page } = preview;
      await preview.show({ ...view, query: `?locale=${locale}` });
      expect(await lookProblems(page), 'empty').toEqual([]);
      await page.type('123');
      await page.press('F4');
      await page.until(`document.querySelector('[data-testid=field-error-mobile]').textContent`);
      expect(await lookProblems(page), 'errors').toEqual([]);
    });
  });
});
