import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { expectHeldBack, FOCUSED } from './heldBack.ts';

const ASK = 'memoryTill.askForForm()';

describe.skipIf(!hasChromium)('a link', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const focused = () => page.evaluate<string | null>(FOCUSED);

  test('brings the focus of an empty form into the phone field', async () => {
    await page.focus('name');
    await page.evaluate(ASK);
    expect(await focused()).toBe('phone');
  });

  test('leaves focus and text of a form that somebody is writing in', async () => {
    await page.focus('name');
    await page.insert('王');
    await page.evaluate(ASK);
    await page.insert('芳');
    expect(await focused()).toBe('name');
    expect([await page.value('phone'), await page.value('name')]).toEqual(['', '王芳']);
  });

  test('leaves a dialog and a locked screen as they are', async () => {
    await expectHeldBack(page, ASK);
  });
});
