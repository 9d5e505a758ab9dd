import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { fill } from './states/steps.ts';

describe.skipIf(!hasChromium)('a form that was stored, and changed because no answer came', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  beforeEach(async () => {
    await preview.till('memoryTill.switches.loseAnswers = true');
    await page.type('18651822228');
    await preview.save();
    await page.until(`document.querySelector('[data-testid=save-failed]')`);
    await preview.till('memoryTill.switches.loseAnswers = false');
    await fill(page, 'phone', '18651822229');
  });

  test('is saved as another one, with one press, and both slips are told', async () => {
    await preview.save();
    await preview.confirmed();
    expect(await page.text('confirmation-slip')).toBe('S-0002');
    expect(await page.text('saved-apart')).toContain('S-0001');
    const [lost, reused, apart] = await preview.requests();
    expect(reused?.requestId).toBe(lost?.requestId);
    expect(apart?.requestId).not.toBe(lost?.requestId);
    expect(apart?.member.mobile).toBe('186 5182 2229');
    expect(await preview.requests()).toHaveLength(3);
  });

  test('takes its draft along: nothing comes back after the next crash', async () => {
    await page.until('memoryTill.draft() !== null');
    await preview.save();
    await preview.confirmed();
    expect(await page.evaluate('memoryTill.draft()')).toBeNull();
  });

  test('keeps everything where it cannot be saved either', async () => {
    await preview.till(`memoryTill.switches.storeFailure = 'store.disk-full'`);
    await preview.save();
    await page.until(
      `document.querySelector('[data-testid=save-failed][data-code="store.disk-full"]')`,
    );
    expect(await page.value('phone')).toBe('186 5182 2229');
    await preview.till('memoryTill.switches.storeFailure = null');
    await preview.save();
    await preview.confirmed();
    expect(await page.text('confirmation-slip')).toBe('S-0002');
  });
});
