import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { fill, said, shown, typePin } from './states/steps.ts';

const ID = '1'.padStart(32, '0');
const PIN_ERROR = `document.querySelector('[data-testid=pin-error]')`;
const STALE = `
  const masked = { mobile: '138****8000', name: 'L*' };
  const by = { operatorId: '2392313', correctionOf: null };
  memoryTill.outbox.add('${ID}', JSON.stringify({ mobile: '13800138000' }), masked, Date.now(), by);
  memoryTill.outbox.change('${ID}', { state: 'held', heldReason: 'stale', attempts: 2 })`;

describe.skipIf(!hasChromium)('a save whose outcome was unknown for too long', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  beforeEach(async () => {
    await preview.till('memoryTill.switches.online = false');
    await preview.till(STALE);
    await page.press('F8');
    await shown(page, 'row-S-0001');
    await page.click('row-S-0001');
    await shown(page, 'discard');
  });

  const state = () => page.evaluate<string>(`memoryTill.outbox.find('${ID}').line.state`);

  test('is discarded with a reason and the PIN, and by neither alone', async () => {
    await page.click('discard');
    await page.click('reason-declined');
    await typePin(page, '1111');
    await said(page, 'pin-error');
    expect(await state()).toBe('held');
    await typePin(page);
    await page.until(`!document.querySelector('[data-testid=pin-prompt]')`);
    expect(await state()).toBe('discarded');
    await page.click('filter-discarded');
    await shown(page, 'row-S-0001');
    await page.click('row-S-0001');
    await shown(page, 'requeue');
    expect(await page.text('send-again')).toBeNull();
    expect(await page.text('discard')).toBeNull();
  });

  test('stays held when the manager gives up, at the reason or at the PIN', async () => {
    await page.click('discard');
    await page.evaluate(`document.querySelector('.queue-reasons .button-quiet').click()`);
    await shown(page, 'discard');
    await page.click('discard');
    await page.click('reason-other');
    await shown(page, 'pin-prompt');
    await page.click('pin-cancel');
    await shown(page, 'discard');
    expect(await state()).toBe('held');
    // The button that asked for the PIN has gone; the next key still does something.
    await page.until('document.activeElement.dataset.testid === "queue-rows"');
  });

  test('is discarded by nobody where no PIN is set, which is told before a reason is asked for', async () => {
    await preview.till('memoryTill.settings.tell({ hasPin: false })');
    await page.click('discard');
    await page.until(`${PIN_ERROR}?.textContent.includes('还没有设店长 PIN')`);
    expect(await page.text('discard-reasons')).toBeNull();
    expect(await page.focused()).toBe('pin-cancel');
    await page.press('Enter');
    await page.until(`document.activeElement.dataset.testid === 'discard'`);
    expect(await page.text('discard-reasons')).toBeNull();
    expect(await state()).toBe('held');
  });

  test('is asked about as usual once a PIN was set meanwhile', async () => {
    await preview.till('memoryTill.settings.tell({ hasPin: false })');
    await page.click('discard');
    await shown(page, 'pin-prompt');
    await preview.till('memoryTill.settings.tell({ hasPin: true })');
    await shown(page, 'discard-reasons');
    await page.until(`document.activeElement.dataset.testid === 'reason-duplicate'`);
    await page.hasLooked();
    await page.click('reason-declined');
    await typePin(page);
    await page.until(`!document.querySelector('[data-testid=pin-prompt]')`);
    expect(await state()).toBe('discarded');
  });

  test('is corrected without the manager: the new save takes its place, where it is another one at all', async () => {
    await page.click('correct');
    await shown(page, 'correcting');
    await preview.save();
    await shown(page, 'result-unchanged');
    expect(await preview.requests()).toEqual([]);
    await fill(page, 'remark', '常客');
    await page.press('F4');
    await preview.sendCorrection();
    await preview.confirmed();
    expect((await preview.requests())[0]?.correctionOf).toBe(ID);
    expect(await state()).toBe('discarded');
  });
});
