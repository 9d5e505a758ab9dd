import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
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

  const refuseTwice = {
    'of a finger': () => presses.finger('refuse', 150),
    'of a slow finger': () => presses.finger('refuse', 700),
    'of the key': async () => {
      await page.press('F12');
      await page.press('F12');
    },
    'of F12 after F2': async () => {
      await page.press('F2');
      await page.press('F12');
    },
  };
  test.each(Object.entries(refuseTwice))(
    '%s on “does not agree” does not say that nobody is registered who may be',
    async (_, refuse) => {
      await preview.till('memoryTill.switches.loseAnswers = true');
      await page.type(PHONE);
      await preview.save();
      await shown(page, 'save-failed');
      await refuse();
      await shown(page, 'result-refused');
      expect(await page.text('result-refused')).toMatch(/可能/);
    },
  );

  test('of F5 right after a save agrees to nothing for the next customer', async () => {
    await page.type(PHONE);
    await preview.save();
    await preview.confirmed();
    await page.press('F5');
    expect(await page.evaluate(`document.querySelector('[data-testid=consent]').checked`)).toBe(
      false,
    );
    expect(await page.text('confirmation-slip')).toBe('S-0001');
  });
});
