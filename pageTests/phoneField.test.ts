import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { said } from './states/steps.ts';

describe.skipIf(!hasChromium)('the phone field', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const error = () => page.text('field-error-mobile');
  /** Ctrl with a letter, with what the browser itself would make of it. */
  const ctrl = (key: string, command: string) =>
    page.browser.call('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key,
      code: `Key${key.toUpperCase()}`,
      windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0),
      modifiers: 2,
      commands: [command],
    });

  test('Enter on a wrong number stays there and says why; on none it goes on', async () => {
    await page.type('1380013');
    await page.press('Enter');
    await said(page, 'field-error-mobile');
    expect(await page.focused()).toBe('phone');
    await page.type('8000');
    await page.press('Enter');
    expect(await page.focused()).toBe('name');
    expect(await error()).toBe('');
    await page.press('F2');
    await page.press('Enter');
    expect(await page.focused()).toBe('name');
    expect(await error()).toBe('');
  });

  test('the Enter of the pad stays as well', async () => {
    for (const key of '138') await page.click(`pad-${key}`);
    await page.click('pad-enter');
    await said(page, 'field-error-mobile');
    expect(await page.focused()).toBe('phone');
  });

  test('a letter and a twelfth digit are said at once, and taken back as soon as they are gone', async () => {
    await page.type('138');
    await page.insert('x');
    await said(page, 'field-error-mobile');
    await page.press('Backspace');
    await page.until(`!document.querySelector('[data-testid=field-error-mobile]').textContent`);
    await page.type('00138000');
    await page.press('1');
    await said(page, 'field-error-mobile');
    await page.press('Backspace');
    await page.until(`!document.querySelector('[data-testid=field-error-mobile]').textContent`);
    expect(await page.value('phone')).toBe('138 0013 8000');
  });

  test('a foreign number is told in words as such', async () => {
    await page.insert('+852 9123 4567');
    await said(page, 'field-error-mobile');
    expect(await error()).toContain('\u5883\u5916');
    await page.press('F4');
    expect(await preview.requests()).toEqual([]);
  });

  test('what is pasted as in North America is asked about: Enter says that it is a mainland number', async () => {
    await page.insert('1 415 555 0100');
    await said(page, 'field-error-mobile');
    expect(await page.value('phone')).toBe('1 415 555 0100');
    await page.press('Enter');
    expect(await page.value('phone')).toBe('141 5555 0100');
    expect(await page.focused()).toBe('name');
    await page.press('F2');
    await page.type('14155550100');
    expect(await page.value('phone')).toBe('141 5555 0100');
    await page.press('Enter');
    expect(await page.focused()).toBe('name');
  });

  test('a step back and forward gives what stood there, and never another customer’s', async () => {
    await page.type('13800');
    await ctrl('z', 'undo');
    expect(await page.value('phone')).toBe('138 0');
    await ctrl('z', 'undo');
    expect(await page.value('phone')).toBe('138');
    await ctrl('y', 'redo');
    await ctrl('y', 'redo');
    await ctrl('y', 'redo');
    expect(await page.value('phone')).toBe('138 00');
    await page.type('138000');
    await page.press('Tab');
    await page.insert('Li');
    await preview.save();
    await preview.confirmed();
    await ctrl('z', 'undo');
    expect(await page.value('phone')).toBe('');
    await page.press('Tab');
    await ctrl('z', 'undo');
    expect(await page.value('name')).toBe('');
    await page.insert('Wang');
    await ctrl('z', 'undo');
    await ctrl('z', 'undo');
    await ctrl('z', 'undo');
    expect(await page.value('name')).not.toContain('Li');
  });

  test('a step back to a right number takes back at once what was said of the wrong one', async () => {
    await page.type('13800138094');
    await page.press('Enter');
    await page.press('Tab', { shift: true });
    await page.press('End');
    await page.type('7');
    await said(page, 'field-error-mobile');
    await ctrl('z', 'undo');
    expect(await page.value('phone')).toBe('138 0013 8094');
    await page.until(`!document.querySelector('[data-testid=field-error-mobile]').textContent`);
    expect(await page.evaluate('document.activeElement.ariaInvalid')).toBe('false');
    await ctrl('y', 'redo');
    await said(page, 'field-error-mobile');
  });

  test('a step back goes over what the pad wrote as over what was typed', async () => {
    await page.press('F2');
    for (const key of '13800') await page.click(`pad-${key}`);
    await ctrl('z', 'undo');
    expect(await page.value('phone')).toBe('138 0');
    await page.type('1');
    await page.click('pad-3');
    await page.click('pad-backspace');
    await page.click('pad-backspace');
    expect(await page.value('phone')).toBe('138 0');
    await ctrl('z', 'undo');
    await ctrl('z', 'undo');
    expect(await page.value('phone')).toBe('138 013');
    await ctrl('y', 'redo');
    expect(await page.value('phone')).toBe('138 01');
    for (let step = 0; step < 9; step += 1) await ctrl('z', 'undo');
    expect(await page.value('phone')).toBe('');
  });

  test('the pad’s Backspace takes a digit also where the caret stands behind a gap', async () => {
    for (const key of '13801') await page.click(`pad-${key}`);
    for (const _ of '01') await page.press('ArrowLeft');
    await page.click('pad-backspace');
    expect(await page.value('phone')).toBe('130 1');
    await page.type('9');
    expect(await page.value('phone')).toBe('139 01');
  });

  test('a twelfth digit of the pad is said at once, and taken back as soon as it is gone', async () => {
    for (const key of '138001380007') await page.click(`pad-${key}`);
    await said(page, 'field-error-mobile');
    await page.click('pad-backspace');
    await page.until(`!document.querySelector('[data-testid=field-error-mobile]').textContent`);
    expect(await page.value('phone')).toBe('138 0013 8000');
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
