import { describe, expect, onTestFinished, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview, givenPreview } from './givenPreview.ts';
import { ask, CHANGES } from './states/provision.ts';
import { FIRST_START, register, shown } from './states/steps.ts';

const NO_FAULT = `!document.querySelector('[data-testid=part-fault]')`;
const AGAIN_HAS_FOCUS = `document.activeElement.dataset.testid === 'fault-again'`;

describe.skipIf(!hasChromium)('a part of the window that cannot be read', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const damage = async (name: string) => {
    const mend = await preview.damage(name);
    onTestFinished(mend);
    return mend;
  };

  test.each([
    ['the records', 'open-queue', 'QueuePanel', 'queue-panel'],
    ['the settings', 'settings', 'SettingsBehindPin', 'pin-prompt'],
    ['the scanner test', 'scanner-test-open', 'ScannerTest', 'scanner-test'],
    ['the notice', 'read-notice', 'NoticeView', 'notice'],
    ['the birthday picker', 'pick-birthday', 'BirthdayPicker', 'birthday-picker'],
    ['the list of operators', 'operator', 'OperatorMenu', 'operator-2392314'],
  ])('%s: is told, the form goes on, and it opens once it can be read', async (...row) => {
    const [, opener, file, screen] = row;
    const mend = await damage(file);
    await page.type('1865182');
    await page.click(opener);
    await shown(page, 'part-fault');
    await page.press('Escape');
    await page.until(NO_FAULT);
    await page.click('phone');
    await page.press('End');
    await page.type('2226');
    expect(await page.value('phone')).toBe('186 5182 2226');
    await preview.save();
    await preview.confirmed();
    await page.click(opener);
    await shown(page, 'part-fault');
    await mend();
    await page.click('fault-again');
    await shown(page, screen);
    expect(await page.evaluate(NO_FAULT)).toBe(true);
  });

  test('what a correction would change: the way back leads to the form, and nothing is sent', async () => {
    await register(preview, '18651822226', 'Li', 'accepted');
    await page.type('18651822226');
    await shown(page, 'known-member');
    await page.press('F6');
    await page.click('gender-0');
    await damage('CorrectionDialog');
    await page.press('F4');
    await shown(page, 'part-fault');
    await page.click('fault-close');
    await page.until(NO_FAULT);
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await page.evaluate(`document.querySelector('[data-testid=phone]').readOnly`)).toBe(
      false,
    );
    expect(await preview.requests()).toHaveLength(1);
  });

  test('the lock screen: nothing of the form is shown for it, and it opens once it can be read', async () => {
    const mend = await damage('LockScreen');
    await page.type('186');
    await page.press('F9');
    await page.until(AGAIN_HAS_FOCUS);
    expect(await page.evaluate('document.body.innerText')).not.toContain('186');
    await mend();
    await page.press('Enter');
    await shown(page, 'lock-screen');
    await page.press('Enter');
    await page.until(`!document.querySelector('[data-testid=lock-screen]')`);
    expect(await page.value('phone')).toBe('186');
  });

  test('the first start: a plain page, and the wizard once it can be read', async () => {
    const mend = await damage('SetupWizard');
    await preview.show({
      query: `?${FIRST_START.query}`,
      until: AGAIN_HAS_FOCUS,
    });
    await mend();
    await page.press('Enter');
    await shown(page, 'wizard');
  });

  test('a question about a file that comes by itself: it is told once, and asked again after the next lock', async () => {
    const mend = await damage('ProvisionPrompt');
    await page.type('186');
    await ask(preview, { id: 1, changes: CHANGES, leavesBehind: true, needs: 'pin' });
    await shown(page, 'part-fault');
    await page.press('Escape');
    await page.until(NO_FAULT);
    await page.type('5');
    expect(await page.value('phone')).toBe('186 5');
    await mend();
    await page.press('F9');
    await shown(page, 'lock-screen');
    await page.press('Enter');
    await shown(page, 'provision-changes');
  });
});

describe.skipIf(!hasChromium)('a page that cannot be drawn', () => {
  const preview = givenPreview();
  const { page } = preview;

  test('is a plain one, and begins anew with the draft that was kept', async () => {
    await preview.show();
    await page.type('186');
    // Kept a moment after each key: not before the last one.
    await page.until(`JSON.stringify(memoryTill.draft() ?? null).includes('186')`);
    await preview.till(`
      const { bridge, settings, draft } = memoryTill;
      const { requestId, operatorId, member, consent, isLocked } = draft();
      const kept = { requestId, operatorId, member, consent, isLocked };
      const left = { ...kept, correcting: null, chosen: null, age: 0 };
      Object.assign(bridge, { getDraft: async () => ({ ok: true, value: left }) });
      const { operators } = settings.till;
      settings.tell({ operators: null });
      settings.till = { ...settings.till, operators };
    `);
    await page.until(AGAIN_HAS_FOCUS);
    await page.press('Enter');
    await shown(page, 'result-restored');
    expect(await page.value('phone')).toBe('186');
  });
});
