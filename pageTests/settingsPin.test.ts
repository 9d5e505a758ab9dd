import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { askForPin, fill, openSettings, shown, typePin } from './states/steps.ts';

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;

describe.skipIf(!hasChromium)("the PIN of the manager's settings", () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const stored = <T>(path: string) => page.evaluate<T>(`memoryTill.settings.${path}`);

  test('is asked for first, and a wrong one opens nothing and empties the field', async () => {
    await askForPin(page);
    await page.type('1111');
    await page.press('Enter');
    await page.until(`${is('pin-error')}.textContent`);
    expect(await page.text('pin-tries'), 'told before the next one has to wait').toContain('4');
    expect(await page.value('pin')).toBe('');
    expect(await page.focused()).toBe('pin');
    expect(await page.evaluate(`${is('settings-screen')} === null`)).toBe(true);
    await typePin(page);
    await shown(page, 'settings-screen');
  });

  test('that was never set is told of when it would be asked for, and not when somebody has typed one', async () => {
    await preview.show({ query: '?pin=none' });
    await page.click('settings');
    await page.until(`${is('pin-error')}?.textContent.includes('还没有设店长 PIN')`);
    expect(await page.evaluate(`${is('pin')}.disabled`)).toBe(true);
    expect(await page.focused()).toBe('pin-cancel');
    await page.press('Enter');
    await page.until(`!${is('pin-prompt')}`);
    await preview.till(`memoryTill.move.ask('export', 'D:\\\\queue')`);
    await page.until(`${is('pin-error')}?.textContent.includes('还没有设店长 PIN')`);
  });

  test('can be given by finger alone', async () => {
    await page.click('settings');
    await page.until(is('pin-prompt'));
    const pad = (key: string) =>
      page.evaluate(`${is('pin-prompt')}.querySelector('[data-testid=pad-${key}]').click()`);
    for (const key of ['2', '4', '6', '9', 'backspace', '8', '1', '0', 'enter']) await pad(key);
    await page.until(is('settings-screen'));
  });

  test('that is locked is empty, takes no key and no finger, says for how long, and then takes the right one', async () => {
    await preview.till(`memoryTill.settings.refusal = { code: 'pin.locked', waitSeconds: 2 }`);
    await page.click('settings');
    await page.until(is('pin-prompt'));
    await page.type('1111');
    await page.press('Enter');
    await page.until(`${is('pin-wait')}?.textContent.includes('2')`);
    await preview.till('memoryTill.settings.refusal = null');
    await page.type('13');
    await page.click('pad-5');
    await page.press('Enter');
    expect(await page.value('pin')).toBe('');
    expect(await page.evaluate(`${is('pin')}.disabled`)).toBe(true);
    expect(await page.evaluate(`${is('settings-screen')} === null`)).toBe(true);
    await page.until(`${is('pin-wait')} === null`);
    expect(await page.focused()).toBe('pin');
    await typePin(page);
    await shown(page, 'settings-screen');
  });

  test('is given up with Escape, and the draft at the counter stays; F4 in there saves nobody', async () => {
    await page.type('18651822226');
    await askForPin(page);
    await page.press('F4');
    await page.press('F2');
    await page.press('Escape');
    await page.until(`${is('pin-prompt')} === null`);
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await page.focused()).toBe('phone');
    expect(await preview.requests()).toEqual([]);
  });

  test('the PIN is changed by typing it twice alike, and the new one saves', async () => {
    await openSettings(page);
    await fill(page, 'settings-pin-first', '1234');
    await fill(page, 'settings-pin-again', '1243');
    await page.click('change-pin');
    await page.until(`${is('settings-pin-again-error')}.textContent`);
    expect(await stored('pin')).toBe('246810');
    await fill(page, 'settings-pin-again', '1234');
    await page.click('change-pin');
    await page.until(`${is('pin-changed')}.textContent`);
    expect(await stored('pin')).toBe('1234');
    await fill(page, 'settings-shopId', 'SH-9');
    await page.click('settings-save');
    await page.until(`${is('settings-screen')} === null`);
    expect(await stored('provision.shopId')).toBe('SH-9');
  });

  test('a double click changes the PIN once, and saves once', async () => {
    await openSettings(page);
    await fill(page, 'settings-pin-first', '1234');
    await fill(page, 'settings-pin-again', '1234');
    await page.click('change-pin', 2);
    await page.until(`${is('pin-changed')}.textContent`);
    const said = await page.text('pin-changed');
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 200))');
    expect(await page.text('pin-changed')).toBe(said);
    expect(await page.text('settings-pin-first-error')).toBe('');
    await fill(page, 'settings-shopId', 'SH-9');
    await page.click('settings-save', 2);
    await page.until(`${is('settings-screen')} === null`);
    expect(await stored('provision.shopId')).toBe('SH-9');
  });

  test('a new one that is typed and not changed yet is passed over by no “save” and no “close”', async () => {
    await openSettings(page);
    await fill(page, 'settings-pin-first', '1234');
    await fill(page, 'settings-pin-again', '1234');
    await fill(page, 'settings-shopId', 'SH-9');
    await page.click('settings-save');
    await page.until(`${is('settings-said')}?.textContent.includes('PIN')`);
    expect(await stored('pin')).toBe('246810');
    expect(await stored('provision.shopId'), 'nothing is said to be saved').toBe('SH-0042');
    expect(await page.focused()).toBe('settings-pin-first');
    await page.press('Escape');
    await page.until(`${is('settings-cancel')}.hasAttribute('data-question')`);
    await page.click('change-pin');
    await page.until(`${is('pin-changed')}.textContent`);
    expect(await page.text('settings-said')).toBe('');
    await page.click('settings-save');
    await page.until(`${is('settings-screen')} === null`);
    expect(await stored('pin')).toBe('1234');
    expect(await stored('provision.shopId')).toBe('SH-9');
  });

  test('nothing of a new one is typed or pressed past settings that are being saved: “saved” is never heard of it; after a refusal the hand goes on', async () => {
    await openSettings(page);
    await preview.till(`const { bridge } = memoryTill;
      window.changed = 0;
      const { changePin } = bridge;
      bridge.changePin = (given) => { window.changed += 1; return changePin(given); };
      bridge.saveSettings = () => new Promise((resolve) => {
        window.refuse = () => resolve({ ok: false, error: { code: 'store.disk-full' } });
      });`);
    await fill(page, 'settings-shopId', 'SH-9');
    await page.click('settings-save');
    await page.until('window.refuse');
    for (const field of ['settings-pin-first', 'settings-pin-again']) {
      await page.focus(field);
      await page.type('1234');
      expect(await page.value(field)).toBe('');
    }
    await page.press('Enter');
    await page.click('change-pin');
    expect(await page.text('settings-pin-first-error'), 'nothing was asked of it').toBe('');
    expect(await page.evaluate('window.changed')).toBe(0);
    await page.evaluate('window.refuse()');
    await page.until(`${is('settings-said')}.textContent`);
    await fill(page, 'settings-pin-first', '1234');
    await fill(page, 'settings-pin-again', '1234');
    await page.click('change-pin');
    await page.until(`${is('pin-changed')}.textContent`);
    expect(await stored('pin')).toBe('1234');
  });

  test('the strict policy finds nothing to refuse', () => {
    expect(preview.complaints).toEqual([]);
  });
});
