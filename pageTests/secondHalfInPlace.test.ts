import { describe, expect, test } from 'vitest';
import { hasChromium } from './Chromium.ts';
import { DoublePress } from './DoublePress.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { fill, register, shown } from './states/steps.ts';

const PHONE = '18651822226';

/** Where nothing comes or goes: the same button, or key, stands for something else now. */
describe.skipIf(!hasChromium)('the second half of a double press in the same place', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const hand = new DoublePress(page);
  const presses = {
    finger: async (testId: string, gapMs: number) => {
      const box = await hand.box(testId);
      await hand.ofFinger(hand.common(box, box), gapMs);
    },
    mouse: async (testId: string, gapMs: number) => {
      const box = await hand.box(testId);
      await hand.ofMouse(hand.common(box, box), gapMs);
    },
  };
  const choice = () =>
    page.evaluate(`document.querySelector('[data-testid=known-member]').dataset.choice`);

  test.each([
    ['finger', 100],
    ['finger', 300],
    ['mouse', 150],
  ] as const)('of a %s on “correct” takes the correction not back (%s ms)', async (kind, gapMs) => {
    await register(preview, PHONE, '王芳', 'accepted');
    await page.type(PHONE);
    await shown(page, 'known-member');
    await presses[kind]('toggle-correction', gapMs);
    expect(await choice()).toBe('correct');
    await fill(page, 'remark', '常客');
    await page.press('F4');
    await preview.sendCorrection();
    await preview.confirmed('accepted');
    expect(await preview.requests()).toHaveLength(2);
  });

  test('is none where somebody has looked: a second press takes the correction back, and F6 does at once', async () => {
    await register(preview, PHONE, '王芳', 'accepted');
    await page.type(PHONE);
    await shown(page, 'known-member');
    await presses.finger('toggle-correction', 600);
    expect(await choice()).toBe('none');
    await page.press('F6');
    expect(await choice()).toBe('correct');
    await page.press('F6');
    expect(await choice()).toBe('none');
  });
});
