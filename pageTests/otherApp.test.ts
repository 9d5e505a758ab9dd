import { beforeEach, describe, expect, test } from 'vitest';
import type { ProvisionQuestion } from '../app/settings/provisionChanges.ts';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { ask } from './states/provision.ts';
import { fill, openSettings, shown, typePin } from './states/steps.ts';

const MADE = { brandId: '21003', app: 'https://old.example 1', host: 'old.example' };
const ID = '1'.repeat(32);
const QUESTION: ProvisionQuestion = {
  id: 1,
  changes: [{ part: 'brand', from: '21003', to: '21004' }],
  leavesBehind: true,
  needs: 'pin',
};

describe.skipIf(!hasChromium)('settings of another app, in a real Chromium', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  beforeEach(async () => {
    await preview.till('memoryTill.switches.online = false');
  });

  const gone = (testId: string) => page.until(`!document.querySelector('[data-testid=${testId}]')`);
  const state = () => page.evaluate<string>(`memoryTill.outbox.find('${ID}').line.state`);
  const waits = () =>
    preview.till(`memoryTill.outbox.add('${ID}', '{"mobile":"13800138000"}',
      { mobile: '138****8000', name: '' }, Date.now(), { operatorId: '2392313', correctionOf: null })`);
  const openOthers = async (mayGoOn: boolean) => {
    await waits();
    await preview.till(`const { outbox } = memoryTill;
      outbox.change('${ID}', { state: 'held', heldReason: 'other-app', madeFor: 'old.example' });
      outbox.otherApps = [${JSON.stringify({ ...MADE, count: 1, mayGoOn })}];
      outbox.changed();`);
    await page.press('F8');
    await shown(page, 'other-app-0');
    await page.click('other-app-0');
    await shown(page, 'other-app-decision');
  };

  describe('what was made for another app', () => {
    test('goes on by the PIN alone, all at once, and the question is over', async () => {
      await openOthers(true);
      await page.click('go-on');
      await typePin(page, '1111');
      await page.until(`document.querySelector('[data-testid=pin-error]').textContent`);
      expect(await state()).toBe('held');
      await typePin(page);
      await gone('other-app-decision');
      await gone('other-app-0');
      expect(await state()).toBe('pending');
      expect(await page.text('queue-panel')).not.toBeNull();
      // The button has gone; from the search the keys lead to the list.
      await page.until(`document.activeElement.dataset.testid === 'queue-search'`);
    });

    test('is discarded with a reason and the PIN', async () => {
      await openOthers(true);
      await page.click('discard-all');
      await page.click('reason-other');
      await typePin(page);
      await gone('other-app-decision');
      expect(await state()).toBe('discarded');
    });

    test('is discarded by nobody where no PIN is set, which is told before a reason is asked for', async () => {
      await openOthers(true);
      await preview.till('memoryTill.settings.tell({ hasPin: false })');
      await page.click('discard-all');
      await shown(page, 'pin-prompt');
      expect(await page.text('pin-error')).toContain('还没有设店长 PIN');
      expect(await page.text('discard-reasons')).toBeNull();
      await page.press('Escape');
      await page.until(`document.activeElement.dataset.testid === 'discard-all'`);
      expect(await state()).toBe('held');
    });

    test('cannot go on where it is of another brand', async () => {
      await openOthers(false);
      expect(await page.text('go-on')).toBeNull();
      expect(await page.text('discard-all')).not.toBeNull();
    });

    test('stays as it is when the question is closed with Escape', async () => {
      await openOthers(true);
      await page.press('Escape');
      await gone('other-app-decision');
      expect(await page.text('queue-panel')).not.toBeNull();
      expect(await state()).toBe('held');
    });

    test('names the host that it was made for, in the list at the counter too', async () => {
      await openOthers(true);
      await page.press('Escape');
      await page.press('F8');
      expect(await page.text('line-S-0001')).toContain('old.example');
    });
  });

  describe('a settings file that takes the PIN', () => {
    const brand = () => page.evaluate<string>('memoryTill.settings.provision.brandId');

    test.each(['pin-cancel', 'Escape'])(
      'is put off with %s, and what was typed stays',
      async (how) => {
        await page.type('186');
        await ask(preview, QUESTION);
        await shown(page, 'provision-changes');
        expect(await page.text('provision-changes')).toContain('21004');
        await page.press('F4');
        if (how === 'Escape') await page.press('Escape');
        else await page.click(how);
        await gone('pin-prompt');
        expect(await page.evaluate('memoryTill.settings.till.question')).toBeNull();
        expect(await page.value('phone')).toBe('186');
        expect(await preview.requests()).toEqual([]);
        expect(await brand()).toBe('21003');
      },
    );

    test('takes no key from a number that is being typed when it comes', async () => {
      await page.type('186');
      await ask(preview, QUESTION);
      await shown(page, 'provision-changes');
      await page.type('5182');
      await page.press('Enter');
      expect(await page.value('pin')).toBe('');
      expect(await page.text('pin-error')).toBe('');
    });

    test('is taken over by the PIN, and a Tab leads to it', async () => {
      await ask(preview, QUESTION);
      await shown(page, 'provision-changes');
      await page.press('Tab');
      await typePin(page);
      await gone('pin-prompt');
      expect(await page.evaluate('memoryTill.settings.till.question')).toBeNull();
    });

    test('is not put off by the lock of the screen: it is asked about again when somebody is there', async () => {
      await ask(preview, QUESTION);
      await shown(page, 'provision-changes');
      await preview.till(`document.querySelector('[data-testid=lock]').click()`);
      await shown(page, 'lock-screen');
      await gone('provision-changes');
      expect(await page.evaluate('memoryTill.settings.till.question')).not.toBeNull();
      await page.press('Enter');
      await shown(page, 'provision-changes');
    });
  });

  describe('another address on the settings screen', () => {
    const save = async (url: string) => {
      await fill(page, 'settings-gateway-url', url);
      await fill(page, 'settings-gateway-appSecret', 'secret');
    };
    const formerly = () =>
      page.evaluate<unknown>('memoryTill.settings.provision.gateway.formerly ?? null');

    test('asks whether it is the same platform where something waits, and takes it for another by default', async () => {
      await waits();
      await openSettings(page);
      await save('https://new.example/rest');
      await shown(page, 'same-platform');
      await page.click('settings-save');
      await gone('settings-screen');
      expect(await formerly()).toBeNull();
    });

    test('keeps the old address where it is the same platform', async () => {
      await waits();
      await openSettings(page);
      await save('https://new.example/rest');
      await page.click('same-platform-yes');
      await page.click('settings-save');
      await gone('settings-screen');
      expect(await formerly()).toEqual([
        { url: 'https://gateway.example/rest', appKey: '12345678' },
      ]);
    });

    test('asks nothing where nothing waits, where only the path is another, or with another app key', async () => {
      await openSettings(page);
      await save('https://new.example/rest');
      expect(await page.text('same-platform')).toBeNull();
      await waits();
      await shown(page, 'same-platform');
      await fill(page, 'settings-gateway-url', 'https://gateway.example/other');
      await gone('same-platform');
      await fill(page, 'settings-gateway-url', 'https://new.example/rest');
      await fill(page, 'settings-gateway-appKey', '2');
      await gone('same-platform');
    });
  });
});
