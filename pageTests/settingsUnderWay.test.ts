import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { ESCAPES, fill, openSettings, said } from './states/steps.ts';

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;

/** Two ways of storing something from the settings, and what then stands in the till. */
const WAYS = [
  {
    what: 'a new PIN',
    call: 'changePin',
    give: { 'settings-pin-first': '1234', 'settings-pin-again': '1234' },
    button: 'change-pin',
    kept: 'pin',
    given: '1234',
    done: /PIN 已修改/,
  },
  {
    what: 'what was changed',
    call: 'saveSettings',
    give: { 'settings-shopId': 'SH-9' },
    button: 'settings-save',
    kept: 'provision.shopId',
    given: 'SH-9',
    done: /设置已保存/,
  },
] as const;

interface Press {
  call: string;
  give: Record<string, string>;
  button: string;
}

describe.skipIf(!hasChromium)('settings in which something is being stored', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const stored = (path: string) => page.evaluate<string>(`memoryTill.settings.${path}`);

  /** The press that stores; the till takes it only when it goes on, and refuses it where it is told to. */
  async function press({ call, give, button }: Press): Promise<void> {
    await openSettings(page);
    await preview.till(`const { bridge } = memoryTill;
      const { ${call} } = bridge;
      bridge.${call} = async (given) => {
        const isTaken = await new Promise((resolve) => { window.goOn = resolve; });
        return isTaken ? ${call}(given) : { ok: false, error: { code: 'store.disk-full' } };
      };`);
    for (const [field, text] of Object.entries(give)) await fill(page, field, text);
    await page.click(button);
    await page.until('window.goOn');
  }

  test.each(WAYS)(
    'are not closed past it ($what): nothing is discarded that is stored a moment later, and what has become of it is told',
    async (way) => {
      await press(way);
      await page.press('Escape');
      await said(page, 'settings-said');
      await page.press('Escape');
      await page.click('settings-cancel');
      await page.click('settings-cancel');
      expect(await page.text('settings-said')).toContain('正在保存');
      expect(await page.evaluate(`${is('settings-cancel')}.hasAttribute('data-question')`)).toBe(
        false,
      );
      await page.evaluate('window.goOn(true)');
      await page.until(`${way.done}.test(document.body.innerText)`);
      expect(await stored(way.kept)).toBe(way.given);
    },
  );

  test.each(WAYS)(
    'are closed by no Escape, however often it is pressed ($what): what has become of it is told there',
    async (way) => {
      await press(way);
      for (let count = 1; count <= ESCAPES; count += 1) {
        await page.press('Escape');
        expect(await page.evaluate(`${is('settings-screen')}?.open`), `Escape ${count}`).toBe(true);
      }
      await page.evaluate('window.goOn(false)');
      await page.until(`/磁盘/.test(${is('settings-screen')}.innerText)`);
    },
  );

  test.each(WAYS)(
    'may be closed once it was refused ($what), after the question of what is not saved',
    async (way) => {
      await press(way);
      await page.press('Escape');
      await page.evaluate('window.goOn(false)');
      await page.until(`/磁盘/.test(${is('settings-screen')}.innerText)`);
      await page.press('Escape');
      await page.until(`${is('settings-cancel')}.hasAttribute('data-question')`);
      await page.press('Escape');
      await page.until(`!${is('settings-screen')}`);
      expect(await stored(way.kept)).not.toBe(way.given);
    },
  );

  test.each(WAYS)(
    'and are closed by the lock meanwhile: that it is stored is told once the screen is open ($what)',
    async (way) => {
      await press(way);
      await page.press('F9');
      await page.until(is('lock-screen'));
      await page.evaluate('window.goOn(true)');
      await page.click('unlock-2392313');
      await page.until(`${way.done}.test(${is('settings-saved')}?.textContent)`);
      expect(await stored(way.kept)).toBe(way.given);
    },
  );

  test.each(WAYS)(
    'and are closed by the hot key meanwhile: that it was refused is told in the window ($what)',
    async (way) => {
      await press(way);
      await page.evaluate('memoryTill.putAway()');
      await page.until(`!${is('settings-screen')}`);
      await page.evaluate('window.goOn(false)');
      await page.until(`/磁盘/.test(${is('settings-not-saved')}?.textContent)`);
      expect(await stored(way.kept)).not.toBe(way.given);
    },
  );

  test('what is told late waits for settings that were opened again meanwhile to close', async () => {
    // What tells it is loaded by the first that is told: the next would be there at once.
    for (const isTaken of [true, false]) {
      await press(WAYS[1]);
      await page.evaluate('memoryTill.putAway()');
      await page.until(`!${is('settings-screen')}`);
      if (!isTaken) await openSettings(page);
      await page.evaluate(`window.goOn(${isTaken})`);
      if (isTaken) await page.until(is('settings-saved'));
    }
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 0))');
    expect(await page.evaluate(`${is('settings-not-saved')} === null`)).toBe(true);
    await page.press('Escape');
    // Behind the first one, which their opening again has cut short.
    await page.until(`/磁盘/.test(${is('settings-not-saved')}?.textContent)`, 20_000);
  });

  test.each([
    [true, 'settings-saved', '新密钥已启用'],
    [false, 'settings-not-saved', '更换密钥.*磁盘'],
  ])(
    'what has become of a new data key is told as well where they were closed meanwhile (made: %s)',
    async (isMade, told, words) => {
      await press({ call: 'replaceKey', give: {}, button: 'replace-key' });
      await page.press('Escape');
      expect(await page.text('settings-said')).toContain('正在保存');
      await page.evaluate('memoryTill.putAway()');
      await page.until(`!${is('settings-screen')}`);
      await page.evaluate(`window.goOn(${isMade})`);
      await page.until(`/${words}/.test(${is(told)}?.textContent)`);
    },
  );

  test('the strict policy finds nothing to refuse', () => {
    expect(preview.complaints).toEqual([]);
  });
});
