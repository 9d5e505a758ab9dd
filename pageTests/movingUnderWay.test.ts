import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { askToMove, typePassphrase } from './states/moving.ts';
import { ESCAPES, fill, said, typePin } from './states/steps.ts';

describe.skipIf(!hasChromium)('a queue that is being moved', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  test('keeps its question open however often Escape is pressed: why nothing has moved is told', async () => {
    await askToMove(page, preview, 'export');
    // As main does: what is under way is not put off (`QueueMove.close`), and a share that never answers is told.
    await preview.till(`const { bridge } = memoryTill;
      bridge.moveQueue = async () => {
        await new Promise((resolve) => { window.answers = resolve; });
        return { ok: false, error: { code: 'move.no-answer' } };
      };
      bridge.closeMove = async () => ({ ok: true, value: null });`);
    await typePassphrase(page);
    await fill(page, 'pin', '');
    await typePin(page);
    await said(page, 'pin-busy');
    for (let count = 1; count <= ESCAPES; count += 1) {
      await page.press('Escape');
      expect(
        await page.evaluate(`document.querySelector('[data-testid=pin-prompt]')?.open`),
        `after Escape ${count}`,
      ).toBe(true);
    }
    await page.evaluate('window.answers()');
    await said(page, 'pin-error');
    expect(
      await page.evaluate(`document.querySelector('[data-testid=pin-error]').checkVisibility()`),
    ).toBe(true);
  });
});
