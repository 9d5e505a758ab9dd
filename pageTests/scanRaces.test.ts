import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { keysOf, ScannerGun } from './ScannerGun.ts';
import { EMPTY, formOf, told } from './scannedForm.ts';
import { askToCorrect, shown } from './states/steps.ts';

const WECHAT = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
const A = '18651822226';
const NEXT = '13900139000';

describe.skipIf(!hasChromium)('a scan that overlaps something else', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const gun = new ScannerGun(page.keyboard);

  /** A part of a code, without its end; `atOnce`: right behind what came before. */
  const strike = async (text: string, atOnce = false) => {
    const gapOf = (index: number) => (index === 0 && !atOnce ? undefined : 12);
    await Promise.all(keysOf(text).map((key, index) => page.keyboard.strike(key, gapOf(index))));
  };
  const enter = () =>
    page.keyboard.strike(
      { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
      12,
    );

  test('the end of a save: neither customer gets anything of it, and it is asked for again', async () => {
    await preview.till('memoryTill.switches.flushMs = 60000');
    await page.type(A);
    // The save ends in the middle of the next customer's code.
    await page.evaluate(`(() => {
      const { bridge } = memoryTill;
      bridge.registerMember = () => new Promise((resolve) => {
        window.endSave = () => resolve({ ok: true, value: { requestId: 'x', slip: 'S-1', uncorrected: null, since: null } });
      });
    })()`);
    await preview.save();
    await page.until('window.endSave');
    await strike(WECHAT.slice(0, 10));
    await Promise.all([
      page.evaluate('window.endSave(), 0'),
      strike(WECHAT.slice(10), true),
      enter(),
    ]);
    await told(page, 'busy');
    expect(await formOf(page)).toEqual(EMPTY);
    expect(await page.focused()).toBe('phone');
    await gun.scan(WECHAT);
    await told(page, 'outerId');
    expect(await formOf(page)).toEqual({ ...EMPTY, 'outer-type': 'wechat', 'outer-id': WECHAT });
  });

  test.each(['', 'through an input method'])(
    'the end of a save that fails: it is the next customer’s, gives this one nothing, and is asked for again (%s)',
    async (how) => {
      await page.type(A);
      await preview.till(`const { bridge } = memoryTill; const { registerMember } = bridge;
        bridge.registerMember = () => {
          bridge.registerMember = registerMember;
          return new Promise((resolve) => {
            window.endSave = () => resolve({ ok: false, error: { code: 'store.failed' } });
          });
        };`);
      await preview.save();
      await page.until('window.endSave');
      if (how === '') {
        await strike(NEXT.slice(0, 6));
        await Promise.all([
          page.evaluate('window.endSave(), 0'),
          strike(NEXT.slice(6), true),
          enter(),
        ]);
      } else {
        await page.evaluate(`(() => {
          let keys = 0;
          window.addEventListener('keydown', () => {
            keys += 1;
            if (keys === 6) window.endSave();
          });
        })()`);
        await gun.scan(NEXT, { inputMethod: true });
      }
      await told(page, 'busy');
      expect(await formOf(page)).toEqual({ ...EMPTY, phone: '186 5182 2226' });
      await preview.save();
      await preview.confirmed();
      expect((await preview.requests()).map(({ member }) => member.mobile)).toEqual([
        '186 5182 2226',
      ]);
      await gun.scan(NEXT);
      await told(page, 'mobile');
      expect(await page.value('phone')).toBe('139 0013 9000');
    },
  );

  test('a form that comes back, or a correction: neither form gets anything of it, and it is asked for again', async () => {
    await page.type(A);
    await page.press('F2');
    await shown(page, 'undo-clear');
    await strike(WECHAT.slice(0, 10));
    await page.evaluate(`document.querySelector('[data-testid=undo-clear]').click()`);
    await strike(WECHAT.slice(10), true);
    await enter();
    await told(page, 'busy');
    expect(await formOf(page)).toEqual({ ...EMPTY, phone: '186 5182 2226' });
    await page.press('F2');
    expect(await formOf(page)).toEqual(EMPTY);

    await preview.till(`const { bridge, outbox } = memoryTill; const { readForCorrection } = bridge;
      outbox.add('1'.repeat(32), '{"mobile":"13800138000"}', { mobile: '138****8000', name: '' }, Date.now());
      outbox.change('1'.repeat(32), { state: 'held', heldReason: 'rejected' });
      bridge.readForCorrection = (asked) => new Promise((resolve) => {
        window.answers = () => resolve(readForCorrection(asked));
      });`);
    await askToCorrect(page);
    await page.until('window.answers');
    await strike(WECHAT.slice(0, 10));
    await page.evaluate('void window.answers()');
    await shown(page, 'correcting');
    await strike(WECHAT.slice(10), true);
    await enter();
    await told(page, 'busy');
    expect(await formOf(page)).toEqual({ ...EMPTY, phone: '138 0013 8000' });
    await gun.scan(WECHAT);
    await told(page, 'outerId');
    expect(await page.value('outer-id')).toBe(WECHAT);
  });

  test('a save that is asked for in the middle of a code saves nothing of it', async () => {
    await page.type(A);
    await page.press('F5');
    await page.focus('name');
    await page.insert('Li');
    await Promise.all([
      strike(WECHAT.slice(0, 8)),
      page.keyboard.strike({ key: 'F4', code: 'F4', windowsVirtualKeyCode: 115 }, 12),
      strike(WECHAT.slice(8), true),
      enter(),
    ]);
    await told(page, 'outerId');
    expect(await page.value('name')).toBe('Li');
    expect(await preview.requests()).toEqual([]);
    await page.press('F4');
    await preview.confirmed();
    expect((await preview.requests())[0]?.member).toMatchObject({ name: 'Li', outerId: WECHAT });
  });

  test('F4 right behind a quick hand’s last key saves, with that key', async () => {
    await page.type(A);
    await page.press('F5');
    await page.focus('name');
    await strike('Li');
    await page.keyboard.strike({ key: 'F4', code: 'F4', windowsVirtualKeyCode: 115 }, 30);
    await preview.confirmed();
    expect((await preview.requests())[0]?.member.name).toBe('Li');
  });

  test('a key of a hand waits 150 ms at most for what might be the rest of a code', async () => {
    await page.evaluate(`(() => {
      const { setTimeout } = window;
      let after = null;
      window.waited = [];
      window.setTimeout = (act, milliseconds, ...given) =>
        setTimeout(() => {
          after = milliseconds;
          act(...given);
          after = null;
        }, milliseconds);
      window.addEventListener('keydown', ({ key }) => {
        if (key === 'Escape') window.waited.push(after);
      });
    })()`);
    await page.focus('name');
    await strike('Li');
    await page.keyboard.strike({ key: 'Escape', code: 'Escape', windowsVirtualKeyCode: 27 }, 30);
    await page.until(`document.querySelector('[data-testid=name]').value === ''`);
    expect(await page.evaluate('waited')).toEqual([150]);
  });

  test('the focus that moves in it: both fields are as they were', async () => {
    await page.focus('name');
    await page.insert('Li');
    await strike(A.slice(0, 5));
    await page.focus('remark');
    await strike(A.slice(5), true);
    await enter();
    await told(page, 'mobile');
    expect(await formOf(page)).toEqual({ ...EMPTY, phone: '186 5182 2226', name: 'Li' });
  });

  test('the lines of a contact card press nothing and leave nothing behind', async () => {
    await page.type(A);
    await page.press('F5');
    await page.focus('remark');
    for (const line of ['BEGIN:VCARD', 'VERSION:3.0', 'N:Li', 'X', 'END:VCARD']) {
      await strike(line, line !== 'BEGIN:VCARD');
      await enter();
    }
    await told(page, 'unknown');
    expect(await page.value('remark')).toBe('');
    expect(await preview.requests()).toEqual([]);
    expect(await page.focused()).toBe('remark');
  });

  test.each(['consent', 'gender-1', 'save', 'locale', 'outer-type'])(
    'a leading space presses nothing (%s)',
    async (place) => {
      await page.type('13900139000');
      await page.press('F5');
      const before = await page.evaluate(
        'document.querySelectorAll(":checked:not(option)").length',
      );
      await page.focus(place);
      await gun.scan(` ${WECHAT}`);
      await told(page, 'outerId');
      expect(await page.value('outer-id')).toBe(WECHAT);
      expect(await page.evaluate('document.querySelectorAll(":checked:not(option)").length')).toBe(
        before,
      );
      expect(await preview.requests()).toEqual([]);
      expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
    },
  );

  test.each(['save', 'clear', 'locale', 'consent'])(
    'a short code presses nothing (%s)',
    async (place) => {
      await page.type('13900139000');
      await page.press('F5');
      await page.focus(place);
      await gun.scan('AB');
      await gun.scan('ABCDE');
      expect(await preview.requests()).toEqual([]);
      expect(await formOf(page)).toEqual({ ...EMPTY, phone: '139 0013 9000' });
      expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
    },
  );

  test.each(['12', '1234', ' 18651822226', ' '])(
    'no code but a badge unlocks (%s)',
    async (code) => {
      await page.press('F9');
      await shown(page, 'lock-screen');
      await gun.scan(code === ' ' ? ' AB' : code);
      await page.evaluate('new Promise((resolve) => setTimeout(resolve, 150))');
      expect(await page.text('lock-screen')).not.toBeNull();
    },
  );

  test('a badge of four characters is heard, at the counter and behind the lock', async () => {
    await page.evaluate(`memoryTill.settings.till.operators[2].badge = 'C-07'`);
    await gun.scan('C-07');
    await told(page, 'other');
    expect(await page.text('operator')).toContain('2392315');
    await page.press('F9');
    await shown(page, 'lock-screen');
    await gun.scan('C-07');
    await page.until(`!document.querySelector('[data-testid=lock-screen]')`);
    expect(await formOf(page)).toEqual(EMPTY);
  });

  test('what was begun before the lock is nothing behind it', async () => {
    await strike(A.slice(0, 5));
    await page.evaluate('memoryTill.askToLock()');
    await page.press('F9');
    await shown(page, 'lock-screen');
    await strike(A.slice(5), true);
    await enter();
    expect(await page.text('lock-screen')).not.toBeNull();
  });

  test('a short code presses nothing in a dialog either', async () => {
    await page.press('F8');
    await shown(page, 'queue-panel');
    await page.focus('close-queue');
    await gun.scan('AB');
    expect(await page.focused()).toBe('close-queue');
    await page.press('Enter');
    await page.until(`!document.querySelector('[data-testid=queue-panel]')`);
  });

  test.each(['F8', 'PIN'])('a payment code is written nowhere (%s)', async (dialog) => {
    if (dialog === 'F8') await page.press('F8');
    else await page.click('settings');
    const field = dialog === 'F8' ? 'queue-search' : 'pin';
    await page.until(`document.activeElement.dataset.testid === '${field}'`);
    for (const code of ['134512345678901234', '281234567890123456']) {
      await gun.scan(code);
      expect(await page.value(field)).toBe('');
    }
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
