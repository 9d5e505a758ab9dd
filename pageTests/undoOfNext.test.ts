import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { fill } from './states/steps.ts';

const TYPED = { phone: '18651822226', name: 'Alice', remark: 'allergic' } as const;

describe.skipIf(!hasChromium)('Ctrl+Z', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const focus = (testId: string) =>
    page.evaluate(`document.querySelector('[data-testid=${testId}]').focus()`);
  /** With what the browser itself would make of it. */
  const undo = async () => {
    const key = { key: 'z', code: 'KeyZ', windowsVirtualKeyCode: 90, modifiers: 2 };
    const down = { type: 'rawKeyDown', ...key, commands: ['undo'] };
    await page.browser.call('Input.dispatchKeyEvent', down);
    await page.browser.call('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  };
  const texts = async () =>
    Object.fromEntries(
      await Promise.all(
        ['phone', 'name', 'remark', 'outer-id'].map(async (id) => [id, await page.value(id)]),
      ),
    );
  const ways = {
    'a refusal': async () => {
      await fill(page, 'outer-id', 'zz');
      await page.press('F12');
      await page.until(`document.querySelector('[data-testid=outer-id]').value === ''`);
    },
    'a save': async (field: keyof typeof TYPED) => {
      if (field === 'phone') {
        await page.evaluate(`(() => {
          const type = document.querySelector('[data-testid=outer-type]');
          type.value = 'wechat';
          type.dispatchEvent(new Event('change', { bubbles: true }));
        })()`);
        await fill(page, 'outer-id', 'zz');
      } else await fill(page, 'phone', '13900139000');
      await preview.save();
      await preview.confirmed();
    },
    'the lock': async () => {
      await page.press('F9');
      await page.until(`document.activeElement.dataset.testid === 'unlock-2392313'`);
      await page.press('Enter');
      await page.until(`!document.querySelector('[data-testid=lock-screen]')`);
    },
  };

  const ends: Record<string, () => Promise<void>> = {
    'a save': async () => {
      await preview.save();
      await preview.confirmed();
    },
    'a clearing': () => page.press('F2'),
    'a refusal': () => page.press('F12'),
  };

  for (const field of ['phone', 'name', 'remark'] as const) {
    test.each(Object.entries(ways))(
      `in ${field} brings back nothing that was typed and deleted before %s`,
      async (_, comes) => {
        await focus(field);
        await page.type(TYPED[field]);
        for (const _character of TYPED[field]) await page.press('Backspace');
        await comes(field);
        await focus(field);
        // The browser's memory is of the whole page: a step may be one of another field.
        const empty = await texts();
        expect(empty[field]).toBe('');
        for (let step = 0; step < 12; step += 1) {
          await undo();
          expect(await texts()).toEqual(empty);
        }
      },
    );
  }

  test.each(['phone', 'name', 'remark'] as const)(
    'in %s brings back nothing of who was typed before a clearing',
    async (field) => {
      await focus(field);
      await page.type(TYPED[field]);
      await page.press('F2');
      await page.until(`document.querySelector('[data-testid=${field}]').value === ''`);
      await focus(field);
      await page.type('1');
      for (let step = 0; step < 4; step += 1) await undo();
      expect(['', '1']).toContain(await page.value(field));
    },
  );

  test('in the phone brings back nobody after digits of a slow save', async () => {
    await preview.till('memoryTill.switches.flushMs = 600');
    await page.type(TYPED.phone);
    await preview.save();
    await page.type('139');
    await preview.confirmed();
    expect(await page.value('phone')).toBe('139');
    await undo();
    expect(await page.value('phone')).toBe('');
  });

  test.each(Object.keys(ends))(
    'in the phone brings back nobody after a digit that was typed elsewhere, after %s',
    async (comes) => {
      await focus('phone');
      await page.type(TYPED.phone);
      await ends[comes]?.();
      await page.until(`document.querySelector('[data-testid=phone]').value === ''`);
      await focus('consent');
      await page.type('1');
      await page.until(`document.querySelector('[data-testid=phone]').value === '1'`);
      for (let step = 0; step < 3; step += 1) {
        await undo();
        expect(await page.value('phone')).toBe('');
      }
    },
  );

  test('in the phone goes over digits that were typed elsewhere', async () => {
    await focus('consent');
    await page.type('1');
    await page.until(`document.querySelector('[data-testid=phone]').value === '1'`);
    await page.type('39');
    await undo();
    expect(await page.value('phone')).toBe('13');
  });

  test('in the name goes over what was typed of the same customer', async () => {
    await focus('name');
    await page.type('Alice');
    await page.press('Backspace');
    expect(await page.value('name')).toBe('Alic');
    await undo();
    expect(await page.value('name')).toBe('Alice');
  });

  test('leaves caret and text where they were over the lock', async () => {
    await focus('name');
    await page.type('Alice');
    await page.evaluate('document.activeElement.setSelectionRange(2, 2)');
    await ways['the lock']();
    expect(await page.focused()).toBe('name');
    expect(await page.value('name')).toBe('Alice');
    expect(await page.evaluate('document.activeElement.selectionStart')).toBe(2);
  });
});
