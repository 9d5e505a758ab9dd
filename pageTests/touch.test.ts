import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';

describe.skipIf(!hasChromium)('a finger alone', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  test('registers a member with number, gender, birthday and consent', async () => {
    expect(await page.evaluate('document.activeElement.inputMode')).toBe('none');
    for (const key of '18651822226') await page.tap(`pad-${key}`);
    expect(await page.value('phone')).toBe('186 5182 2226');
    await page.tap('gender-0');
    await page.tap('pick-birthday');
    for (const [step, value] of [
      ['decade', 1980],
      ['year', 1988],
      ['month', 12],
      ['day', 31],
    ]) {
      await page.until(`document.querySelector('[data-testid=birthday-${step}-${value}]')`);
      await page.tap(`birthday-${step}-${value}`);
    }
    await page.until(`!document.querySelector('[data-testid=birthday-picker]')`);
    await page.tap('consent');
    await page.tap('save');
    await preview.confirmed();
    expect(await page.focused()).toBe('phone');
    const [request, ...others] = await preview.requests();
    expect(others).toEqual([]);
    expect(request?.member).toMatchObject({ gender: 0, birthday: '1988-12-31' });
  });

  test('story 16: a finger that taps "save" twice saves once', async () => {
    for (const key of '18651822226') await page.tap(`pad-${key}`);
    await page.tap('consent');
    await page.tap('save');
    await page.tap('save');
    await preview.confirmed();
    await page.tap('save');
    expect(await preview.requests()).toHaveLength(1);
  });

  test('leaves the caret where it is: the pad corrects in the middle of a number', async () => {
    for (const key of '1865182222') await page.tap(`pad-${key}`);
    await page.evaluate('document.activeElement.setSelectionRange(3, 3)');
    await page.tap('pad-backspace');
    await page.tap('pad-9');
    expect(await page.value('phone')).toBe('189 5182 222');
    expect(await page.evaluate('document.activeElement.selectionStart')).toBe(3);
  });

  test('finds no pad beside a narrow strip, and gets the system’s keyboard there', async () => {
    await preview.show({ width: 420 });
    expect(await page.text('pad')).toBeNull();
    expect(await page.evaluate('document.activeElement.inputMode')).toBe('tel');
  });
});
