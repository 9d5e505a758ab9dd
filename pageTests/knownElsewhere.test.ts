import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';

const PHONE = '18651822226';
const CARD = '[data-testid=known-member]';

describe.skipIf(!hasChromium)('a phone number whose save has gone to another till', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  beforeEach(async () => {
    await preview.till('memoryTill.switches.online = false');
    await page.type(PHONE);
    await preview.save();
    await preview.confirmed();
    await preview.till(`memoryTill.outbox.change(memoryTill.requests[0].requestId,
      { state: 'discarded', closedReason: 'moved' })`);
    await page.type(PHONE);
    await page.until(`document.querySelector('${CARD}[data-choice=none]')`);
  });

  test('is told to be registered here and to be with another till; one key leads to the next customer', async () => {
    expect(await page.text('known-member')).toMatch(/已登记（今天\s\d\d:\d\d）/);
    expect(await page.text('known-member')).toContain('S-0001 186****2226 · 已移交另一台');
    expect(await page.text('known-member')).not.toContain('已是会员');
    expect(await page.text('save-label')).toBe('下一位');
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=result-known]')`);
    expect(await page.text('result-known')).toContain('已登记并移交');
    expect(await preview.requests()).toHaveLength(1);
  });

  test('is registered here once more in a step of its own, as a new member', async () => {
    expect(await page.text('toggle-correction')).toContain('再登记');
    await page.press('F6');
    await page.until(`document.querySelector('${CARD}[data-choice=add]')`);
    expect(await page.text('known-member')).toContain('S-0001 由另一台收银机上传');
    await preview.save();
    await preview.confirmed();
    const [, again] = await preview.requests();
    expect(again).toMatchObject({ correctionOf: null, member: { mobile: '186 5182 2226' } });
    expect(again?.consent).not.toBeNull();
  });
});
