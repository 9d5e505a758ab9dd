import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import type { Key } from './Keyboard.ts';
import { ScannerGun } from './ScannerGun.ts';
import { EMPTY, formOf, told } from './scannedForm.ts';

const WECHAT = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
const ALIPAY = '2088328921390232';
const ENTER: Key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' };

function digit(key: string): Key {
  return { key, code: `Digit${key}`, windowsVirtualKeyCode: key.charCodeAt(0), text: key };
}

describe.skipIf(!hasChromium)('the scanner at the page, in a real Chromium', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const gun = new ScannerGun(page.keyboard);

  const feedback = () =>
    page.evaluate<string | null>(
      `document.querySelector('[data-testid=scan-feedback]')?.dataset.kind ?? null`,
    );
  /** Digits and Enter, by a hand of this pace. */
  const type = async (digits: string, gapMs: number) => {
    for (const [index, key] of [...digits].entries())
      await page.keyboard.strike(digit(key), index === 0 ? undefined : gapMs);
    await page.keyboard.strike(ENTER, gapMs);
  };

  test.each([
    'phone',
    'name',
    'gender-1',
    'birthday',
    'outer-type',
    'outer-id',
    'remark',
    'save',
    'clear',
    'operator',
    'locale',
  ])(
    'with the focus on %s every code goes where it belongs, and nothing is pressed',
    async (place) => {
      await page.focus(place);
      await gun.scan(WECHAT);
      await told(page, 'outerId');
      expect(await formOf(page)).toEqual({ ...EMPTY, 'outer-type': 'wechat', 'outer-id': WECHAT });
      await page.focus(place);
      await gun.scan('+86 186-5182-2226', { terminator: 'Tab' });
      await told(page, 'mobile');
      expect(await formOf(page)).toEqual({
        ...EMPTY,
        phone: '186 5182 2226',
        'outer-type': 'wechat',
        'outer-id': WECHAT,
      });
      await page.focus(place);
      await gun.scan(ALIPAY);
      await page.until(`document.querySelector('[data-testid=outer-type]').value === 'alipay'`);
      expect(await page.value('outer-id')).toBe(ALIPAY);
      expect(await page.value('phone')).toBe('186 5182 2226');
      expect(await preview.requests()).toEqual([]);
      expect(await page.evaluate(`document.querySelectorAll('[role=menu]').length`)).toBe(0);
      expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
    },
  );

  test.each(['phone', 'name', 'birthday', 'outer-id', 'remark'])(
    'under an input method at %s too, and what it composed is gone, also when it comes late',
    async (place) => {
      await page.focus(place);
      await gun.scan(WECHAT, { inputMethod: true });
      await told(page, 'outerId');
      const filled = { ...EMPTY, 'outer-type': 'wechat', 'outer-id': WECHAT };
      expect(await formOf(page)).toEqual(filled);
      const next = place === 'outer-id' ? 'remark' : place;
      await page.until(`document.activeElement.dataset.testid === '${next}'`);
      await page.insert('7');
      expect((await formOf(page))[next]).toBe('7');
      expect(await preview.requests()).toEqual([]);
    },
  );

  test('a composition that was open before the scan ends without a word, and typed text stays', async () => {
    await page.type('139');
    await page.focus('name');
    await page.insert('Li ');
    await page.keyboard.compose('ni');
    await gun.scan('18651822226', { inputMethod: true });
    await told(page, 'mobile');
    expect(await formOf(page)).toEqual({ ...EMPTY, phone: '186 5182 2226', name: 'Li ' });
    await page.until(`document.activeElement.dataset.testid === 'name'`);
    await page.insert('Hua');
    expect(await page.value('name')).toBe('Li Hua');
    await preview.save();
    await preview.confirmed();
    expect((await preview.requests())[0]?.member).toMatchObject({ name: 'Li Hua' });
  });

  test('the field was never left: half a phone number is not called wrong for a scan', async () => {
    await page.type('139');
    await gun.scan(WECHAT, { inputMethod: true });
    await told(page, 'outerId');
    await page.until(`document.activeElement.dataset.testid === 'phone'`);
    await page.insert('0');
    expect(await page.value('phone')).toBe('139 0');
    expect(await page.text('field-error-mobile')).toBe('');
  });

  test('a scan in the middle of a text leaves text and caret as they were', async () => {
    await page.focus('remark');
    await page.insert('tea');
    await page.press('ArrowLeft');
    await gun.scan(ALIPAY);
    await told(page, 'outerId');
    await page.insert('r');
    expect(await page.value('remark')).toBe('tera');
    await page.evaluate(`document.activeElement.select()`);
    await gun.scan(ALIPAY, { inputMethod: true });
    await page.until(`document.activeElement.dataset.testid === 'remark'`);
    await page.insert('x');
    expect(await page.value('remark')).toBe('x');
  });

  test('into the field with the focus a code goes as if typed: on to the next one, never to save', async () => {
    await gun.scan('18651822226');
    expect(await page.focused()).toBe('name');
    await page.focus('outer-id');
    await gun.scan(WECHAT);
    expect(await page.focused()).toBe('remark');
    await gun.scan(WECHAT, { terminator: 'Tab' });
    expect(await page.focused()).toBe('remark');
    expect(await preview.requests()).toEqual([]);
  });

  test('a double scan, and one with two terminators, is one code and no save', async () => {
    await page.focus('save');
    await gun.scan('18651822226');
    await page.keyboard.strike(ENTER, 10);
    await gun.scan('18651822226', { gapMs: 5 });
    await told(page, 'mobile');
    expect(await formOf(page)).toEqual({ ...EMPTY, phone: '186 5182 2226' });
    expect(await page.text('scan-feedback')).not.toContain('186 5182 2226 ');
    expect(await page.focused()).toBe('save');
    expect(await preview.requests()).toEqual([]);
    await page.press('F5');
    await page.press('Enter');
    await preview.confirmed();
    await gun.scan('18651822226');
    await gun.scan('18651822226');
    expect(await preview.requests()).toHaveLength(1);
  });

  test('a scan while the form is being saved changes neither this save nor the next one', async () => {
    await preview.till('memoryTill.switches.flushMs = 3000');
    await page.type('13800138000');
    await preview.save();
    await gun.scan(WECHAT);
    await told(page, 'busy');
    await preview.till('memoryTill.switches.flushMs = 1');
    await page.until(`document.querySelector('[data-testid="line-S-0001"]')`);
    expect(await formOf(page)).toEqual(EMPTY);
    expect((await preview.requests())[0]?.member).toMatchObject({
      mobile: '138 0013 8000',
      outerId: '',
    });
  });

  test('an unknown code is told and changes nothing', async () => {
    await page.type('139');
    await page.focus('name');
    await page.insert('Li');
    for (const inputMethod of [false, true]) {
      await gun.scan('6901234567892', { inputMethod });
      await told(page, 'unknown');
      expect(await page.text('scan-feedback')).toContain('6901234567892');
      expect(await formOf(page)).toEqual({ ...EMPTY, phone: '139', name: 'Li' });
      await page.until(`document.activeElement.dataset.testid === 'name'`);
      await page.press('Escape');
      await page.press('F3');
      await page.focus('name');
    }
  });

  test('a payment code is told, not kept, and not shown whole', async () => {
    for (const code of ['134512345678901234', '281234567890123456', '6212345678901234567']) {
      await gun.scan(code);
      await told(page, 'payment-code');
      expect(await formOf(page)).toEqual(EMPTY);
      expect(await page.evaluate('document.body.innerText')).not.toContain(code.slice(4, -4));
      await page.press('ArrowLeft');
    }
  });

  test('a number that gives way to the scanned one is still told', async () => {
    await page.type('13900139000');
    await gun.scan('18651822226');
    await told(page, 'mobile');
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await page.text('scan-feedback')).toContain('139 0013 9000');
  });

  test('a space in a code presses no button and ticks no box', async () => {
    for (const place of ['clear', 'gender-1', 'locale']) {
      await page.focus(place);
      await gun.scan('186 5182 2226');
      await told(page, 'mobile');
      expect(await page.value('phone')).toBe('186 5182 2226');
      expect(await page.evaluate('document.querySelectorAll(":checked:not(option)").length')).toBe(
        0,
      );
      await page.press('Escape');
    }
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
  });

  test('a quick hand is no scanner: Enter goes on, and saves in the last field', async () => {
    await type('18651822226', 51);
    expect(await page.focused()).toBe('name');
    expect(await feedback()).toBeNull();
    await page.press('F5');
    await page.focus('remark');
    await type('1234567', 36);
    await preview.confirmed();
    expect((await preview.requests())[0]?.member.remark).toBe('1234567');
    await page.until(`document.querySelector('[data-testid=confirmation][data-state=accepted]')`);
    await page.focus('remark');
    await type('12345', 10);
    expect(await feedback()).toBeNull();
  });

  test('a badge changes the operator and keeps the form, and opens a locked screen', async () => {
    await page.type('13900139000');
    await gun.scan('BADGE-B');
    await told(page, 'other');
    expect(await page.text('operator')).toContain('2392314');
    expect(await page.value('phone')).toBe('139 0013 9000');
    await page.press('F9');
    await page.until(`document.querySelector('[data-testid=lock-screen]')`);
    await gun.scan('18651822226');
    expect(await page.text('lock-screen')).not.toBeNull();
    await gun.scan('BADGE-B', { terminator: 'Tab' });
    await page.until(`!document.querySelector('[data-testid=lock-screen]')`);
    expect(await page.value('phone')).toBe('139 0013 9000');
    expect(await page.text('operator')).toContain('2392314');
    await page.evaluate('sessionStorage.clear()');
  });

  test('in a dialog a code is written where the focus is, and presses nothing there either', async () => {
    await page.press('F8');
    await page.until(`document.activeElement.dataset.testid === 'queue-search'`);
    await gun.scan('S-0187', { inputMethod: true });
    await page.until(`document.activeElement.dataset.testid === 'queue-search'`);
    expect(await page.value('queue-search')).toBe('S-0187');
    await page.focus('close-queue');
    await gun.scan('18651822226');
    expect(await page.focused()).toBe('close-queue');
    await page.press('Escape');
    await page.until(`!document.querySelector('[data-testid=queue-panel]')`);
    expect(await formOf(page)).toEqual(EMPTY);
  });

  test('of a scanned number that the till knows, the till says so', async () => {
    await page.type('18651822226');
    await preview.save();
    await preview.confirmed();
    await gun.scan('18651822226');
    await page.until(`document.querySelector('[data-testid=known-member]')?.offsetParent`);
    expect(await feedback()).toBeNull();
    await gun.scan('6901234567892');
    await told(page, 'unknown');
    await page.press('ArrowLeft');
    expect(await feedback()).toBeNull();
  });

  test('where it went is read aloud too, from a place that was there before', async () => {
    await page.evaluate(
      `void (window.places = [...document.querySelectorAll('[aria-live=polite]')])`,
    );
    for (const code of [WECHAT, '6901234567892', '134512345678901234']) {
      await gun.scan(code);
      await page.until(`window.places.includes(
        document.querySelector('[data-testid=scan-feedback]')?.closest('[role=status]'))`);
      await page.press('ArrowLeft');
      expect(await feedback()).toBeNull();
    }
  });

  test('nothing moves when the feedback comes and goes, and a touch ends it', async () => {
    const place = () =>
      page.evaluate<number[]>(`['name', 'save'].map((id) =>
        document.querySelector('[data-testid=' + id + ']').getBoundingClientRect().top)`);
    const before = await place();
    await page.type('13900139000');
    for (const code of ['18651822226', WECHAT, 'x'.repeat(200), '134512345678901234']) {
      await gun.scan(code);
      expect(await place(), code).toEqual(before);
      const card = `document.querySelector('[data-testid=scan-feedback]')`;
      expect(await page.evaluate(`${card}.scrollHeight <= ${card}.clientHeight`), code).toBe(true);
    }
    await page.click('pad-1');
    expect(await feedback()).toBeNull();
    expect(await place()).toEqual(before);
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
