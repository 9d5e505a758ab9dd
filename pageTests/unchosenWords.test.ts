import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { fill, register, said, shown } from './states/steps.ts';

const PHONE = '18651822226';
const SOFTLY = 'field-error-name';

describe.skipIf(!hasChromium)('a word that an input method was left with', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const compose = async (text = 'zhang san', field = 'name') => {
    await page.focus(field);
    await page.keyboard.compose(text);
    expect(await page.value(field)).toBe(text);
  };
  /** Agreed to, with a word in the name that is left as the browser ends it right before this event of the field. */
  const leaveWordFor = async (event: string) => {
    await page.type(PHONE);
    await page.press('F5');
    await compose();
    await page.evaluate(`(() => {
      const field = document.activeElement;
      field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: 'zhang san' }));
      field.dispatchEvent(${event});
    })()`);
  };
  const aMoment = (milliseconds = 150) =>
    page.evaluate(`new Promise((resolve) => setTimeout(resolve, ${milliseconds}))`);
  /** Somebody has read why nothing was saved. */
  const hasRead = () => aMoment(550);
  const names = async () => (await preview.requests()).map(({ member }) => member.name);
  const caret = () =>
    page.evaluate<number[]>(
      `[document.activeElement.selectionStart, document.activeElement.selectionEnd]`,
    );
  /** Nobody has chosen the word in the name, which is said there, and no press saves it that comes as if it were one. */
  const isRefusedOnce = async (save: () => Promise<void> = () => page.tap('save')) => {
    await said(page, SOFTLY);
    expect(await page.value('name')).toBe('zhang san');
    await save();
    await shown(page, 'result-unchosen');
    expect(await preview.requests()).toEqual([]);
    expect(await page.focused()).toBe('name');
    expect(await caret()).toEqual([9, 9]);
  };

  test.each(['consent', 'remark', 'birthday', 'phone'])(
    'by a finger on “%s” is not registered: it is said at its field, and a save goes there once',
    async (testId) => {
      await page.type(PHONE);
      await compose();
      await page.tap(testId);
      await said(page, SOFTLY);
      expect(await page.evaluate(`document.querySelector('[data-testid=name]').ariaInvalid`)).toBe(
        'false',
      );
      if (testId !== 'consent') await page.press('F5');
      await isRefusedOnce();
      // Put right, it is somebody's.
      await fill(page, 'name', '张三');
      await page.tap('save');
      await preview.confirmed();
      expect(await names()).toEqual(['张三']);
    },
  );

  test.each(['gender-0', 'marketing', 'locale', 'pad-6'])(
    'by the mouse on “%s” is not registered: the browser has ended it before it tells of the press',
    async (testId) => {
      await page.type(testId === 'pad-6' ? PHONE.slice(0, -1) : PHONE);
      await page.press('F5');
      await compose();
      // As a browser does on a desktop: it ends what is composed, and then tells of the press.
      await page.evaluate(`document.activeElement.blur()`);
      await page.evaluate(`document.querySelector('[data-testid=name]').focus()`);
      await page.click(testId);
      await isRefusedOnce(() => page.click('save'));
    },
  );

  test('by a press beside it in the same field is not registered', async () => {
    await leaveWordFor(`new PointerEvent('pointerdown', { bubbles: true })`);
    await isRefusedOnce();
  });

  test('by a dialog that comes by itself, and by the lock, is not registered', async () => {
    await page.type(PHONE);
    await page.press('F5');
    await compose();
    await page.evaluate(`document.querySelector('[data-testid=lock]').click()`);
    await shown(page, 'lock-screen');
    await page.press('Enter');
    await page.until(`!document.querySelector('[data-testid=lock-screen]')`);
    await isRefusedOnce(() => page.press('F4'));
  });

  test('by Tab, which no input method had a use for, is not registered', async () => {
    await page.type(PHONE);
    await page.press('F5');
    await compose();
    await page.press('Tab');
    await isRefusedOnce(() => page.press('F4'));
  });

  test('for a key that saves is not registered by that key', async () => {
    await leaveWordFor(
      `new KeyboardEvent('keydown', { key: 'F4', bubbles: true, cancelable: true })`,
    );
    await shown(page, 'result-unchosen');
    expect(await preview.requests()).toEqual([]);
  });

  test.each([
    ['F4', () => page.press('F4')],
    [
      'Enter in the box of the consent',
      async () => {
        await page.focus('consent');
        await page.press('Enter');
      },
    ],
    ['“save”', () => page.click('save')],
  ])(
    'is saved by a second %s: what was spoken or written by hand is locked out by nothing',
    async (_, save) => {
      await page.type(PHONE);
      await compose();
      await page.tap('consent');
      await isRefusedOnce(save);
      // The second half of a double press has read nothing.
      await save();
      await aMoment();
      expect(await preview.requests()).toEqual([]);
      await hasRead();
      await save();
      await preview.confirmed();
      expect(await names()).toEqual(['zhang san']);
    },
  );

  test('is asked about in each field', async () => {
    await page.type(PHONE);
    await page.press('F5');
    await compose();
    await page.tap('remark');
    await page.keyboard.compose('la');
    await page.tap('consent');
    await page.tap('consent');
    await said(page, 'field-error-remark');
    await isRefusedOnce();
    await hasRead();
    await page.press('F4');
    await page.until(`document.activeElement.dataset.testid === 'remark'`);
    expect(await preview.requests()).toEqual([]);
    await hasRead();
    await page.press('F4');
    await preview.confirmed();
  });

  test('is not forgotten with a form that is cleared and brought back, and is nothing to the next customer', async () => {
    await page.type(PHONE);
    await compose();
    await page.tap('consent');
    await page.press('F2');
    await page.until(`document.querySelector('[data-testid=name]').value === ''`);
    expect(await page.text(SOFTLY)).toBe('');
    await page.press('F3');
    await page.until(`document.querySelector('[data-testid=name]').value !== ''`);
    await isRefusedOnce();
    await page.press('F2');
    await page.type('13900139000');
    await preview.save();
    await preview.confirmed();
    expect(await names()).toEqual(['']);
  });

  test('does not become the name of a member who is corrected', async () => {
    await register(preview, PHONE, '王芳', 'accepted');
    await page.type(PHONE);
    await shown(page, 'known-member');
    await page.press('F6');
    await compose();
    await page.tap('remark');
    await said(page, SOFTLY);
    await page.press('F4');
    await shown(page, 'result-unchosen');
    expect(await page.text('correction')).toBeNull();
  });

  test('keeps nobody from serving the next one where nothing would be sent', async () => {
    await register(preview, PHONE, '王芳', 'accepted');
    await page.type(PHONE);
    await shown(page, 'known-member');
    await compose();
    await page.tap('remark');
    await said(page, SOFTLY);
    await page.press('F4');
    await shown(page, 'result-known');
  });

  test.each([
    ['Space', '张三'],
    ['Enter', 'zhang san'],
  ])('is none where a key has chosen it, wherever the hand goes then: %s', async (key, chosen) => {
    await page.type(PHONE);
    await compose();
    await page.evaluate(`document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', { key: '${key}', keyCode: 229, isComposing: true, bubbles: true }))`);
    await page.insert(chosen);
    await aMoment(80);
    await page.tap('consent');
    await page.tap('remark');
    expect(await page.text(SOFTLY)).toBe('');
    await page.tap('save');
    await preview.confirmed();
    expect(await names()).toEqual([chosen]);
  });

  test('is none where nothing of it was left', async () => {
    await page.type(PHONE);
    await page.focus('name');
    await page.insert('张三');
    await page.keyboard.compose('zh');
    await page.keyboard.compose('');
    await page.tap('consent');
    await aMoment();
    expect(await page.text(SOFTLY)).toBe('');
    await page.tap('save');
    await preview.confirmed();
    expect(await names()).toEqual(['张三']);
  });
});
