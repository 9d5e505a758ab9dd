import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { ask, CHANGES } from './states/provision.ts';
import { openSettings, shown } from './states/steps.ts';

describe.skipIf(!hasChromium)('what a file has chosen the letters of, in a real Chromium', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  test.each(['pin', 'administrator'] as const)(
    'another brand or app cannot look like the present one (%s)',
    async (needs) => {
      await ask(preview, {
        id: 1,
        changes: [
          { part: 'brand', from: '21003', to: '21003\u200b' },
          { part: 'app-key', from: '', to: '\u202e8765\n' },
        ],
        leavesBehind: false,
        needs,
      });
      await shown(page, 'provision-changes');
      const words = (await page.text('provision-changes')) ?? '';
      expect(words).toContain('21003\\u{200b}');
      expect(words).toContain('\\u{202e}8765\\u{a}');
      expect(words).not.toMatch(/[\u200b\u202e]/);
    },
  );

  test('an address goes on in the next line behind one of its signs, and is the same to copy', async () => {
    await ask(preview, { id: 1, changes: CHANGES, leavesBehind: true, needs: 'pin' });
    await shown(page, 'provision-changes');
    const words = (await page.text('provision-changes')) ?? '';
    expect(words).toContain('https://gw.api.taobao.com/router/rest → https://members.chain');
    for (const width of [1024, 420]) {
      await preview.lookAt({ width });
      const cut = await page.evaluate(`(() => {
        const places = [...document.querySelectorAll('[data-testid=provision-changes] dd')];
        const addresses = places.filter(({ textContent }) => textContent.includes('://'));
        const texts = addresses.flatMap(({ childNodes }) => [...childNodes]).filter((node) => node.data);
        return texts.flatMap((text) => [...text.data.matchAll(/[a-z]+/g)].flatMap(({ 0: word, index }) => {
          const range = document.createRange();
          range.setStart(text, index);
          range.setEnd(text, index + word.length);
          return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1 ? [word] : [];
        }));
      })()`);
      expect(cut, String(width)).toEqual([]);
    }
  });

  test('the file that lies open is named as it is', async () => {
    await preview.till(`memoryTill.settings.openFile = '/stick/\\u202egnp.nosj'`);
    await openSettings(page);
    await shown(page, 'settings-open-file');
    expect(await page.text('settings-open-file')).toContain('/stick/\\u{202e}gnp.nosj');
  });
});
