import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { shown } from './states/steps.ts';

describe.skipIf(!hasChromium)('what is typed where no field has the focus', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const nowhere = () => page.evaluate('document.activeElement.blur()');
  const letter = (key: string) => ({
    key,
    code: `Key${key.toUpperCase()}`,
    windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0),
    text: key,
  });
  const letters = async (text: string) => {
    for (const key of text) await page.keyboard.strike(letter(key));
  };
  const holds = (testId: string, value: string) =>
    page.until(`document.querySelector('[data-testid="${testId}"]').value === '${value}'`);

  test.each(['', 'locale', 'save', 'gender-1', 'consent', 'operator'])(
    'a digit goes to the phone number, after what stands there (%s)',
    async (place) => {
      await page.type('139');
      if (place === '') await nowhere();
      else await page.focus(place);
      await page.type('0013');
      await holds('phone', '139 0013');
      expect(await page.focused()).toBe('phone');
      expect(await preview.requests()).toEqual([]);
    },
  );

  test('at the caret that was left there, as a letter in the name', async () => {
    await page.type('1390');
    await page.press('ArrowLeft');
    await page.press('Tab');
    await page.insert('王芳');
    await page.press('ArrowLeft');
    await page.focus('locale');
    await page.type('5');
    await holds('phone', '139 50');
    await page.focus('locale');
    await letters('x');
    await holds('name', '王x芳');
  });

  test('nor does a digit take the place of what was selected there', async () => {
    await page.type('139');
    await page.evaluate(`document.querySelector('[data-testid="phone"]').select()`);
    await page.focus('locale');
    await page.type('0013');
    await holds('phone', '139 0013');
  });

  test.each(['', 'locale', 'gender-1', 'consent'])(
    'a letter goes to the name (%s)',
    async (place) => {
      if (place === '') await nowhere();
      else await page.focus(place);
      await letters('li');
      await holds('name', 'li');
      expect(await page.focused()).toBe('name');
      expect(await page.value('phone')).toBe('');
    },
  );

  test('one digit alone is not lost either', async () => {
    await nowhere();
    await page.press('1');
    await holds('phone', '1');
  });

  test('keys that come in a roll keep their order', async () => {
    await nowhere();
    for (const [index, key] of [...'13800138000'].entries())
      await page.keyboard.strike(
        { key, code: `Digit${key}`, windowsVirtualKeyCode: key.charCodeAt(0), text: key },
        index % 3 === 0 ? undefined : 40,
      );
    await holds('phone', '138 0013 8000');
  });

  test('beside the kind of a code a digit is the code’s, in the birthday picker the birthday’s', async () => {
    await page.focus('outer-type');
    await page.type('2088');
    await holds('outer-id', '2088');
    await page.click('pick-birthday');
    await shown(page, 'birthday-picker');
    await page.type('1990');
    await holds('birthday', '1990');
    expect(await page.text('birthday-picker')).toBeNull();
    expect(await page.value('phone')).toBe('');
  });

  test('beside a whole phone number a digit typed on the gender is the birthday’s, and the number stays right', async () => {
    await page.type('13800138094');
    await page.press('Enter');
    await page.press('Enter');
    expect(await page.focused()).toBe('gender-0');
    await page.type('19900228');
    await holds('birthday', '19900228');
    expect(await page.focused()).toBe('birthday');
    expect(await page.value('phone')).toBe('138 0013 8094');
  });

  test.each(['', 'locale', 'save', 'consent', 'gender-1'])(
    'a digit that has no field beside a whole phone number goes nowhere, which is told until a key does something (%s)',
    async (place) => {
      await page.type('13800138094');
      if (place === 'gender-1') {
        await page.focus('birthday');
        await page.type('1990');
      }
      if (place === '') await nowhere();
      else await page.focus(place);
      await page.type('1990');
      await shown(page, 'keys-dropped');
      expect(await page.value('phone')).toBe('138 0013 8094');
      expect(await page.value('birthday')).toBe(place === 'gender-1' ? '1990' : '');
      expect(await page.focused()).toBe(place === '' ? null : place);
      await letters('li');
      await holds('name', 'li');
      await page.press('Backspace');
      await page.until(`!document.querySelector('[data-testid=keys-dropped]')`);
    },
  );

  test('a digit of the pad with the focus on the gender is the birthday’s as well, and the number stays right', async () => {
    await page.type('13800138094');
    await page.focus('gender-0');
    for (const key of '19900228') await page.tap(`pad-${key}`);
    await holds('birthday', '19900228');
    expect(await page.focused()).toBe('birthday');
    expect(await page.value('phone')).toBe('138 0013 8094');
  });

  test.each(['', 'name', 'remark', 'save', 'gender-1'])(
    'a digit of the pad spoils no whole phone number from anywhere else, which is told until a press does something (%s)',
    async (place) => {
      await page.type('13800138094');
      if (place === 'gender-1') {
        await page.focus('birthday');
        await page.type('1990');
      }
      if (place === '') await nowhere();
      else await page.focus(place);
      await page.tap('pad-5');
      await shown(page, 'keys-dropped');
      expect(await page.value('phone')).toBe('138 0013 8094');
      expect(await page.value('birthday')).toBe(place === 'gender-1' ? '1990' : '');
      // Where nothing had the focus, the hand is back where it was before.
      expect(await page.focused()).toBe(place === '' ? 'phone' : place);
      await page.tap('pad-backspace');
      await holds('phone', '138 0013 809');
      expect(await page.text('keys-dropped')).toBeNull();
      await page.tap('pad-5');
      await holds('phone', '138 0013 8095');
    },
  );

  test('a twelfth digit of the pad in the phone number itself goes in, is called wrong, and is taken back', async () => {
    await page.type('13800138094');
    await page.tap('pad-5');
    await holds('phone', '138 0013 8094 5');
    await page.tap('pad-backspace');
    await holds('phone', '138 0013 8094');
  });

  test('a press ends the word about it as well, and the next customer’s lost digits are told again', async () => {
    for (const number of ['13800138094', '13900139000']) {
      await page.type(number);
      await page.focus('consent');
      await page.type('5');
      await shown(page, 'keys-dropped');
      await page.click('clear');
      await holds('phone', '');
      expect(await page.text('keys-dropped')).toBeNull();
    }
  });

  test('a digit goes to the phone number again once one of its own is missing', async () => {
    await page.type('13800138094');
    await page.press('Backspace');
    await page.focus('gender-1');
    await page.type('5');
    await holds('phone', '138 0013 8095');
    expect(await page.value('birthday')).toBe('');
  });

  test('Space presses what has the focus, and Enter right behind it finds it pressed', async () => {
    await page.type('18651822226');
    await page.focus('consent');
    await page.press('Space');
    await page.press('Enter');
    await preview.confirmed();
    await page.focus('gender-1');
    await page.press('Space');
    await page.until(`document.querySelector('[data-testid=gender-1]').checked`);
    await page.focus('operator');
    await page.press('Space');
    await shown(page, 'operator-2392314');
  });

  test('a scan that came so slowly to the page that its beginning was taken for a hand’s leaves nothing there', async () => {
    await page.focus('locale');
    const keys = [...'18651822226'].map((key) => ({
      key,
      code: `Digit${key}`,
      windowsVirtualKeyCode: key.charCodeAt(0),
      text: key,
    }));
    const strike = (some: typeof keys, first?: number) =>
      Promise.all(some.map((key, index) => page.keyboard.strike(key, index === 0 ? first : 12)));
    await strike(keys.slice(0, 4));
    await holds('phone', '186 5');
    await strike(keys.slice(4), 12);
    await page.keyboard.strike(
      { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
      12,
    );
    await shown(page, 'scan-feedback');
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await page.focused()).toBe('locale');
  });

  test('nor beside a whole phone number: it takes its place, and no key of it is told to be lost', async () => {
    await page.type('13800138094');
    await page.focus('locale');
    const keys = [...'18651822226'].map((key) => ({
      key,
      code: `Digit${key}`,
      windowsVirtualKeyCode: key.charCodeAt(0),
      text: key,
    }));
    const strike = (some: typeof keys) =>
      Promise.all(
        some.map((key, index) => page.keyboard.strike(key, index === 0 ? undefined : 12)),
      );
    await strike(keys.slice(0, 4));
    await shown(page, 'keys-dropped');
    for (const key of keys.slice(4)) void page.keyboard.strike(key, 12);
    await page.keyboard.strike(
      { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
      12,
    );
    await shown(page, 'scan-feedback');
    await page.until(`!document.querySelector('[data-testid=keys-dropped]')`);
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await page.focused()).toBe('locale');
  });

  test('a key that is typed nowhere ends the showing of what went well', async () => {
    await page.type('18651822226');
    await preview.save();
    await preview.confirmed('accepted');
    await nowhere();
    await page.press('1');
    await holds('phone', '1');
    expect(await page.text('confirmation')).toBeNull();
  });

  test('nothing is typed into the form from a dialog', async () => {
    await page.press('F8');
    await shown(page, 'queue-panel');
    await page.focus('close-queue');
    await page.type('138');
    await letters('li');
    await page.press('F8');
    expect(await page.value('phone')).toBe('');
    expect(await page.value('name')).toBe('');
  });

  test('a work number goes to its row, in the list of operators and on the locked screen', async () => {
    await page.press('F10');
    await shown(page, 'operator-2392314');
    await page.type('2392315');
    await page.until(`document.activeElement.dataset.testid === 'operator-2392315'`);
    await page.press('Enter');
    await page.until(`!document.querySelector('[data-testid=operator-2392314]')`);
    expect(await page.text('operator')).toContain('2392315');
    await page.press('F9');
    await shown(page, 'lock-screen');
    await page.type('2392314');
    await page.until(`document.activeElement.dataset.testid === 'unlock-2392314'`);
    await page.press('Enter');
    await page.until(`!document.querySelector('[data-testid=lock-screen]')`);
    expect(await page.text('operator')).toContain('2392314');
    expect(await page.value('phone')).toBe('');
  });

  test('so does the beginning of a name, and after a pause it is the beginning of another one', async () => {
    await preview.till(`memoryTill.settings.tell({ operators: [
      { id: '2392313', name: 'Li Lei' }, { id: '2392314', name: 'Lin Tao' }, { id: '2392315', name: 'Tan Jie' }] })`);
    const beforeAnotherName = () =>
      page.evaluate('new Promise((resolve) => setTimeout(resolve, 1_600))');
    await page.press('F10');
    await shown(page, 'operator-2392314');
    await letters('lin');
    await page.until(`document.activeElement.dataset.testid === 'operator-2392314'`);
    await beforeAnotherName();
    await letters('t');
    await page.until(`document.activeElement.dataset.testid === 'operator-2392315'`);
    await page.press('Enter');
    await page.until(`!document.querySelector('[data-testid=operator-2392314]')`);
    await page.press('F9');
    await shown(page, 'lock-screen');
    await beforeAnotherName();
    await letters('lin');
    await page.until(`document.activeElement.dataset.testid === 'unlock-2392314'`);
    await page.press('Enter');
    await page.until(`!document.querySelector('[data-testid=lock-screen]')`);
    expect(await page.text('operator')).toContain('2392314');
    expect(await page.value('name')).toBe('');
  });

  test('keys of a slow save are the next customer’s, in their order', async () => {
    const end = await preview.holdSave();
    await page.type('18651822226');
    await preview.save();
    await page.type('13800');
    expect(await page.value('phone')).toBe('186 5182 2226');
    await end();
    await preview.confirmed();
    await page.type('138000');
    await holds('phone', '138 0013 8000');
    expect((await preview.requests()).map(({ member }) => member.mobile)).toEqual([
      '186 5182 2226',
    ]);
  });

  test('nothing of the form changes in a slow save, the kind of a code neither', async () => {
    await preview.till('memoryTill.switches.storeFailure = "store.failed"');
    const end = await preview.holdSave();
    await page.type('18651822226');
    await page.focus('outer-type');
    await page.press('F5');
    await page.press('F4');
    await page.press('ArrowDown');
    await page.focus('outer-type');
    await page.press('ArrowDown');
    await page.press('Space');
    await end();
    await page.until(`document.querySelector('[data-testid=save-failed]')`);
    expect(await page.value('outer-type')).toBe('');
    expect(await page.focused()).toBe('outer-type');
  });

  test('a save that ends behind the lock leaves the next customer’s phone number the focus', async () => {
    const end = await preview.holdSave();
    await page.type('18651822226');
    await page.focus('remark');
    await preview.save();
    await page.press('F9');
    await shown(page, 'lock-screen');
    await end();
    await page.until('memoryTill.outbox.view().recent.length === 1');
    await page.click('unlock-2392313');
    await page.until(`!document.querySelector('[data-testid=lock-screen]')`);
    expect(await page.focused()).toBe('phone');
    expect(await page.value('remark')).toBe('');
  });

  test('Backspace in a slow save takes back what was typed in it, and nothing else', async () => {
    const end = await preview.holdSave();
    await page.type('18651822226');
    await preview.save();
    for (const key of ['1', 'Backspace', 'Backspace', '1', '4', 'Backspace', '3', '9'])
      await page.press(key);
    await end();
    await preview.confirmed();
    await holds('phone', '139');
    expect((await preview.requests()).map(({ member }) => member.mobile)).toEqual([
      '186 5182 2226',
    ]);
  });

  test('digits of the pad in a slow save are the next customer’s, and one of them can be taken back', async () => {
    const end = await preview.holdSave();
    await page.type('18651822226');
    await preview.save();
    for (const key of ['1', '4', 'backspace', '3', '9']) await page.tap(`pad-${key}`);
    await end();
    await preview.confirmed();
    await holds('phone', '139');
    expect((await preview.requests()).map(({ member }) => member.mobile)).toEqual([
      '186 5182 2226',
    ]);
  });

  test('digits of the pad in a save that fails are told to be lost', async () => {
    await preview.till('memoryTill.switches.storeFailure = "store.disk-full"');
    const end = await preview.holdSave();
    await page.type('18651822226');
    await preview.save();
    await page.tap('pad-1');
    await end();
    await shown(page, 'save-failed');
    await shown(page, 'keys-dropped');
    expect(await page.value('phone')).toBe('186 5182 2226');
  });

  test('keys of a save that fails are told to be lost, and the form is as it was', async () => {
    await preview.till('memoryTill.switches.storeFailure = "store.disk-full"');
    const end = await preview.holdSave();
    await page.type('18651822226');
    const top = () =>
      page.evaluate(`document.querySelector('[data-testid=phone]').getBoundingClientRect().top`);
    const before = await top();
    await preview.save();
    await page.type('138');
    await end();
    await page.until(`document.querySelector('[data-testid=save-failed]')`);
    expect(await page.value('phone')).toBe('186 5182 2226');
    await shown(page, 'keys-dropped');
    expect(await top()).toBe(before);
    await page.press('ArrowLeft');
    await page.until(`!document.querySelector('[data-testid=keys-dropped]')`);
  });

  test('so is the last of them, which is still kept back as the save fails; where it ends well it is the next customer’s', async () => {
    for (const failure of ['store.disk-full', null]) {
      await preview.till(`memoryTill.switches.storeFailure = ${JSON.stringify(failure)}`);
      const end = await preview.holdSave({ atOnce: true });
      await page.type(failure === null ? '' : '18651822226');
      await preview.save();
      await page.until('window.endSave');
      await page.type('139');
      await end();
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 400))');
      if (failure !== null) await shown(page, 'keys-dropped');
      expect(await page.value('phone')).toBe(failure === null ? '139' : '186 5182 2226');
    }
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
