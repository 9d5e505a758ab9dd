import { describe, expect, test } from 'vitest';
import { hasChromium } from './Chromium.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { ask } from './states/provision.ts';
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

  test('the file that lies open is named as it is', async () => {
    await preview.till(`memoryTill.settings.openFile = '/stick/\\u202egnp.nosj'`);
    await openSettings(page);
    await shown(page, 'settings-open-file');
    expect(await page.text('settings-open-file')).toContain('/stick/\\u{202e}gnp.nosj');
  });
});
