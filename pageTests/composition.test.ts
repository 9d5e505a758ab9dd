import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { DoublePress } from './DoublePress.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { fill, register, said, shown } from './states/steps.ts';

const PHONE = '18651822226';

describe.skipIf(!hasChromium)('a press in the middle of a composition', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const compose = async (text = 'zhang san') => {
    await page.focus('name');
    await page.keyboard.compose(text);
    expect(await page.value('name')).toBe(text);
  };
  /** What the browser tells the page of compositions from now on. */
  const listen = () =>
    page.evaluate(`window.compositions = [];
      for (const type of ['compositionstart', 'compositionend'])
        addEventListener(type, () => window.compositions.push(type), { capture: true });`);
  const isOver = async () =>
    expect(await page.evaluate<string[]>('window.compositions')).toEqual([
      'compositionstart',
      'compositionend',
    ]);
  /** Somebody has read what is said at the field. */
  const hasRead = async () => {
    await said(page, 'field-error-name');
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 550))');
  };
  const aMoment = () => page.evaluate('new Promise((resolve) => setTimeout(resolve, 150))');

  test('of a finger on “save” ends it and saves nothing: no letters are registered as the name', async () => {
    await page.type(PHONE);
    await page.press('F5');
    await listen();
    await compose();
    await page.tap('save');
    await said(page, 'field-error-name');
    await aMoment();
    expect(await preview.requests()).toEqual([]);
    await isOver();
    expect(await page.focused()).toBe('name');
    expect(await page.value('name')).toBe('zhang san');
    await fill(page, 'name', '张三');
    await aMoment();
    await page.tap('save');
    await shown(page, 'confirmation-slip');
    expect((await preview.requests()).map(({ member }) => member.name)).toEqual(['张三']);
  });

  test('of a mouse counts for nobody also where the browser has ended it for the press', async () => {
    await page.type(PHONE);
    await page.press('F5');
    await compose();
    const pressedAt = await page.evaluate<number>('performance.timeOrigin + performance.now()');
    await page.evaluate(`document.activeElement.blur()`);
    await page.focus('name');
    const { x, y } = await page.evaluate<{ x: number; y: number }>(`(() => {
      const box = document.querySelector('[data-testid=save]').getBoundingClientRect();
      return { x: box.x + 20, y: box.y + 20 };
    })()`);
    for (const type of ['mousePressed', 'mouseReleased']) {
      const event = { type, x, y, button: 'left', clickCount: 1, timestamp: pressedAt / 1_000 };
      await page.browser.call('Input.dispatchMouseEvent', event);
    }
    await said(page, 'field-error-name');
    await aMoment();
    expect(await preview.requests()).toEqual([]);
  });

  test('counts for nobody once, also where nobody tells the page that it is over', async () => {
    await page.type(PHONE);
    await page.press('F5');
    await fill(page, 'name', '张三');
    await page.evaluate(`document.activeElement.dispatchEvent(
      new CompositionEvent('compositionstart', { bubbles: true }))`);
    await page.tap('save');
    await hasRead();
    await page.tap('save');
    await shown(page, 'confirmation-slip');
    await page.type(PHONE.replace('2226', '2227'));
    await page.press('F5');
    await fill(page, 'name', '李四');
    await page.evaluate(`document.activeElement.dispatchEvent(
      new CompositionEvent('compositionstart', { bubbles: true }))`);
    await page.focus('remark');
    await page.tap('save');
    await shown(page, 'confirmation-slip');
    expect((await preview.requests()).map(({ member }) => member.name)).toEqual(['张三', '李四']);
  });

  test.each([100, 300])(
    'counts for nobody with its second half: a double tap registers no letters (%s ms)',
    async (gapMs) => {
      await page.type(PHONE);
      await page.press('F5');
      await compose();
      const hand = new DoublePress(page);
      const box = await hand.box('save');
      await hand.ofFinger(hand.common(box, box), gapMs);
      await aMoment();
      expect(await preview.requests()).toEqual([]);
      expect(await page.value('name')).toBe('zhang san');
    },
  );

  test('of a program without a pointer ends it and saves nothing', async () => {
    await page.type(PHONE);
    await page.press('F5');
    await compose();
    await page.evaluate(`document.querySelector('[data-testid=save]').click()`);
    await said(page, 'field-error-name');
    await aMoment();
    expect(await preview.requests()).toEqual([]);
  });

  test.each(['clear', 'refuse'])(
    'on “%s” leaves the form and its letters to this customer',
    async (testId) => {
      await page.type(PHONE);
      await listen();
      await compose();
      await page.tap(testId);
      await hasRead();
      await isOver();
      expect(await page.value('phone')).toBe('186 5182 2226');
      expect(await page.value('name')).toBe('zhang san');
      await page.tap(testId);
      await page.until(`document.querySelector('[data-testid=phone]').value === ''`);
      expect(await page.value('name')).toBe('');
    },
  );

  test('on “bring back” exchanges no forms', async () => {
    await page.type(PHONE);
    await page.press('F2');
    await shown(page, 'undo-clear');
    await compose();
    await page.tap('undo-clear');
    await said(page, 'field-error-name');
    expect(await page.value('phone')).toBe('');
    expect(await page.value('name')).toBe('zhang san');
  });

  test('on “correct”, and on “next customer”, of a known member changes nothing', async () => {
    await register(preview, PHONE, '王芳', 'accepted');
    await page.type(PHONE);
    await shown(page, 'known-member');
    await compose();
    await page.tap('toggle-correction');
    await said(page, 'field-error-name');
    await shown(page, 'known-member', '[data-choice=none]');
    await fill(page, 'name', '');
    await compose();
    await page.tap('save');
    await said(page, 'field-error-name');
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await preview.requests()).toHaveLength(1);
  });

  test('elsewhere than on what takes the whole form counts: a consent, a key of the pad', async () => {
    await page.type('1865182222');
    await compose('张');
    await page.tap('consent');
    expect(await page.evaluate(`document.querySelector('[data-testid=consent]').checked`)).toBe(
      true,
    );
    await fill(page, 'name', '');
    await compose('张');
    await page.tap('pad-6');
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await page.value('name')).toBe('张');
  });

  test('is one that comes before its end: a word that was chosen is registered at once', async () => {
    await page.type(PHONE);
    await page.press('F5');
    await compose();
    await page.insert('张三');
    await page.until(`document.querySelector('[data-testid=name]').value === '张三'`);
    await aMoment();
    await page.tap('save');
    await shown(page, 'confirmation-slip');
    expect((await preview.requests())[0]?.member.name).toBe('张三');
  });
});
