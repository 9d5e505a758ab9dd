import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenPreview } from './givenPreview.ts';
import { openManager } from './states/managerSteps.ts';

const FILL = `
  for (let number = 1; number <= 400; number += 1) {
    const requestId = String(number).padStart(32, '0');
    memoryTill.outbox.add(requestId, '{}', { mobile: '138****8000', name: '欧*' }, number,
      { operatorId: '2392313', correctionOf: null });
    memoryTill.outbox.change(requestId, { state: 'held', heldReason: 'rejected', code: '15' });
  }`;
const FOCUS = `document.activeElement.dataset.testid ?? document.activeElement.id`;
const heldNow = `memoryTill.outbox.lines().filter(({ state }) => state === 'held').length`;
const shown = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;

describe.skipIf(!hasChromium)('what is held, in bulk, in a real Chromium', () => {
  const preview = givenPreview();
  const { page } = preview;

  beforeEach(async () => {
    await preview.show();
    await preview.till('memoryTill.switches.online = false');
    await preview.till(FILL);
    await openManager(page, 'held');
    await page.until(shown('held-group-0'));
  });

  /** Goes on by Tab until it is there. */
  const tabTo = async (testId: string) => {
    for (let step = 0; step < 40; step += 1) {
      if ((await page.evaluate(FOCUS)) === testId) return;
      await page.press('Tab');
    }
    throw new Error(`${testId} cannot be reached`);
  };

  test('a group is discarded and that undone by keys alone, and the focus is never lost', async () => {
    await tabTo('held-group-0');
    await page.press('Enter');
    await page.until(`document.activeElement.className === 'held-title'`);
    await tabTo('bulk-discard');
    await page.press('Enter');
    await page.until(shown('bulk-dialog'));
    await tabTo('bulk-value');
    await page.press('ArrowDown');
    await page.until(shown('bulk-may'));
    expect(await page.evaluate(heldNow)).toBe(400);
    await tabTo('bulk-go');
    await page.press('Enter');
    await page.until(shown('bulk-running'));
    await page.until(`(${FOCUS}) === 'manager-section'`);
    await page.until(shown('bulk-result'));
    await page.until(`(${FOCUS}) === 'manager-section'`);
    expect(await page.evaluate(heldNow)).toBe(0);
    await tabTo('bulk-result-undo-0');
    await page.press('Enter');
    await page.until(shown('bulk-may'));
    await tabTo('bulk-go');
    await page.press('Enter');
    await page.until(`!${shown('bulk-running')} && !${shown('bulk-dialog')}`);
    await page.until(`!${shown('bulk-result-undo-0')}`);
    const isBack = `memoryTill.outbox.lines().every(({ state }) => state === 'pending')`;
    await expect.poll(() => page.evaluate(isBack)).toBe(true);
  });

  test('nothing is done where the question is given up, and a stop ends what is under way', async () => {
    await page.click('held-group-0');
    await page.until(shown('bulk-rows'));
    await page.click('bulk-resend');
    await page.until(shown('bulk-may'));
    await page.press('Escape');
    await page.until(`!${shown('bulk-dialog')}`);
    expect(await page.evaluate(FOCUS)).toBe('bulk-resend');
    await page.click('bulk-resend');
    await page.until(shown('bulk-may'));
    await page.click('bulk-go');
    await page.until(shown('bulk-running'));
    await page.click('bulk-cancel');
    await page.until(shown('bulk-result'));
    expect(await page.evaluate(heldNow)).toBeGreaterThan(0);
  });

  test('says in words that an operator is refused, and by which number those saves were made', async () => {
    await preview.till(`for (const { requestId } of memoryTill.outbox.lines()) {
      memoryTill.outbox.change(requestId, { subCode: 'isv.invalid-parameter:operator_id' });
      memoryTill.outbox.find(requestId).operatorId = '2392319';
    }`);
    await page.click('manager-audit');
    await page.until(shown('audit-search'));
    await page.click('manager-held');
    await page.until(shown('held-group-0'));
    expect(await page.text('held-group-0')).toBe('平台没有接受，请核对资料：工号');
    await page.click('held-group-0');
    await page.until(shown('bulk-rows'));
    expect(await page.text('bulk-rows')).toContain('2392319');
  });
});
