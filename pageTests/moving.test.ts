import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { askToMove, FILE, typePassphrase, WORDS } from './states/moving.ts';
import { fill, openSettings, PIN, register, said, shown, typePin } from './states/steps.ts';

describe.skipIf(!hasChromium)('a queue that moves, in a real Chromium', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const gone = (testId: string) => page.until(`!document.querySelector('[data-testid=${testId}]')`);
  const focused = (testId: string) =>
    page.until(`document.activeElement.dataset.testid === '${testId}'`);
  const begun = () => page.evaluate<string[]>('memoryTill.move.passphrases');

  test('takes no key from a number that is being typed when it comes', async () => {
    await page.type('186');
    await askToMove(page, preview, 'export');
    await page.type('1234');
    const isRed = `document.querySelector('[data-testid=phone]').ariaInvalid === 'true'`;
    expect(await page.evaluate(isRed)).toBe(false);
    expect(await page.value('pin')).toBe('');
    expect(await page.value('passphrase')).toBe('');
    await page.press('Tab');
    await focused('passphrase');
    await page.press('F4');
    await page.press('Escape');
    await gone('pin-prompt');
    expect(await page.value('phone')).toBe('186');
    expect(await page.evaluate(isRed)).toBe(false);
    // Left by hand it is looked at as always.
    await page.press('Tab');
    await page.until(isRed);
    expect(await begun()).toEqual([]);
  });

  test('asks for no file while nobody has said which computer sends, and says why', async () => {
    await openSettings(page);
    await preview.till(`memoryTill.chosen = 0;
      memoryTill.bridge.chooseQueueFile = async () => { memoryTill.chosen += 1; return { ok: true, value: null }; };
      memoryTill.outbox.pause = { kind: 'other-computer' };
      memoryTill.outbox.changed()`);
    await page.until(`(() => {
      document.querySelector('[data-testid=move-export]').click();
      return document.querySelector('[data-testid=move-said]').textContent;
    })()`);
    await preview.till('memoryTill.chosen = 0');
    await page.click('move-import');
    await said(page, 'move-said');
    expect(await page.evaluate('memoryTill.chosen')).toBe(0);
  });

  test('a touch leads to the passphrase as well', async () => {
    await page.type('186');
    await askToMove(page, preview, 'export');
    await page.type('1234');
    await page.tap('passphrase');
    await focused('passphrase');
    await page.insert(WORDS);
    expect(await page.value('passphrase')).toBe(WORDS);
    expect(await page.value('phone')).toBe('186');
  });

  test('shows the whole path, and moves by PIN and passphrase alone', async () => {
    await askToMove(page, preview, 'export');
    expect(await page.text('move-file')).toBe(FILE);
    await typePassphrase(page);
    await fill(page, 'pin', '');
    await typePin(page, '1111');
    await said(page, 'pin-error');
    expect(await begun()).toEqual([]);
    await typePin(page);
    await shown(page, 'move-done');
    expect(await begun()).toEqual([WORDS]);
    await page.click('move-close');
    await gone('move-done');
    await focused('phone');
  });

  test('says before anything is asked how many saves are about to go', async () => {
    await preview.till('memoryTill.switches.online = false');
    for (const mobile of ['18651822226', '18651822227']) await register(preview, mobile, '王芳');
    await askToMove(page, preview, 'export');
    await page.until(
      `document.querySelector('[data-testid=move-question]').textContent.includes('2 条')`,
    );
  });

  test('Enter goes on from field to field, and leaves none out', async () => {
    await askToMove(page, preview, 'export');
    await fill(page, 'passphrase', WORDS);
    await fill(page, 'pin', PIN);
    await page.focus('passphrase');
    await page.press('Enter');
    await focused('passphraseAgain');
    await page.insert(WORDS);
    await fill(page, 'pin', '');
    await page.focus('passphraseAgain');
    await page.press('Enter');
    await focused('pin');
    expect(await begun()).toEqual([]);
    await typePin(page);
    await shown(page, 'move-done');
  });

  test('a passphrase that does not open the file is told at its field and selected: what is typed next takes its place', async () => {
    await askToMove(page, preview, 'import');
    await preview.till(`memoryTill.move.failure = 'move.wrong-passphrase'`);
    await fill(page, 'passphrase', 'other words');
    await page.press('Enter');
    await focused('pin');
    await typePin(page);
    await said(page, 'passphrase-error');
    await focused('passphrase');
    expect(await page.text('pin-error')).toBe('');
    await preview.till('memoryTill.move.failure = null');
    await page.insert(WORDS);
    expect(await page.value('passphrase')).toBe(WORDS);
    await page.focus('pin');
    await page.press('Enter');
    await shown(page, 'move-done');
  });

  test('says that it is at work until it is done, and a second press begins nothing more', async () => {
    await preview.till(`const { moveQueue } = memoryTill.bridge;
      memoryTill.bridge.moveQueue = async (asked) => {
        await new Promise((resolve) => { window.answers = resolve; });
        return moveQueue(asked);
      }`);
    await askToMove(page, preview, 'export');
    await typePassphrase(page);
    await fill(page, 'pin', '');
    await typePin(page);
    await said(page, 'pin-busy');
    expect(await page.text('pin-busy')).toContain('正在导出');
    expect(await page.evaluate(`document.querySelector('[data-testid=pin-send]').ariaBusy`)).toBe(
      'true',
    );
    await page.press('Enter');
    await page.evaluate('window.answers()');
    await shown(page, 'move-done');
    expect(await begun()).toEqual([WORDS]);
  });

  test('the receiving till is told what is its own to do', async () => {
    const report = { direction: 'import', taken: 1, alreadyHere: 0, late: 0, exportedAt: 0 };
    await preview.till(
      `memoryTill.move.ask('import', 'D:\\\\queue', ${JSON.stringify({ report })})`,
    );
    await said(page, 'move-done');
    expect(await page.text('move-done')).toContain('这个文件不再需要，请删除');
    expect(await page.text('move-done')).not.toContain('另一台接收以后');
    await page.press('Escape');
    await gone('move-done');
    await askToMove(page, preview, 'import');
    expect(await page.text('pin-cancel')).toBe('暂不接收');
    expect(await page.text('move-question')).toContain('导出时设的口令');
  });

  test('the word that it was read stands where every dialog has its main button', async () => {
    const right = (testId: string) =>
      page.evaluate<number>(
        `Math.round(document.querySelector('dialog[open]').getBoundingClientRect().right -
        document.querySelector('[data-testid=${testId}]').getBoundingClientRect().right)`,
      );
    await askToMove(page, preview, 'export');
    const main = await right('pin-send');
    await typePassphrase(page);
    await fill(page, 'pin', '');
    await typePin(page);
    await shown(page, 'move-done');
    expect(await right('move-close')).toBe(main);
  });

  test('the word that it was read has the focus, and an Enter that was on its way when it came does not press it', async () => {
    await askToMove(page, preview, 'export');
    await typePassphrase(page);
    await fill(page, 'pin', '');
    // A key presses as a click of no pointer: as soon as the button has the focus, before anybody can have read.
    await preview.till(`document.addEventListener('focusin', ({ target }) => {
      if (target.dataset.testid !== 'move-close' || window.tooSoon) return;
      window.tooSoon = true;
      queueMicrotask(() => target.click());
    })`);
    await typePin(page);
    await page.until('window.tooSoon');
    await shown(page, 'move-done');
    await focused('move-close');
    await page.until(`!document.documentElement.hasAttribute('data-just-changed')`);
    await page.press('Enter');
    await gone('move-done');
  });

  test('an export is not begun while the two passphrases differ, and the field that is wrong has the focus', async () => {
    await askToMove(page, preview, 'export');
    await typePassphrase(page, WORDS, 'correct hors');
    await fill(page, 'pin', PIN);
    await page.press('Enter');
    await said(page, 'passphraseAgain-error');
    await focused('passphraseAgain');
    await fill(page, 'passphrase', 'short');
    await page.focus('pin');
    await page.press('Enter');
    await focused('passphrase');
    expect(await begun()).toEqual([]);
    expect(await page.value('pin')).toBe(PIN);
  });

  test('what is said of a passphrase is said at its field, and not the PIN', async () => {
    const invalidField = () =>
      page.evaluate(`[...document.querySelectorAll('[data-testid=pin-prompt] [aria-invalid=true]')]
        .map((field) => field.dataset.testid).join(' ')`);
    await askToMove(page, preview, 'export');
    await typePassphrase(page, WORDS, 'correct hors');
    await fill(page, 'pin', PIN);
    await page.press('Enter');
    await said(page, 'passphraseAgain-error');
    expect(await invalidField()).toBe('passphraseAgain');
    expect(await page.text('passphrase-error')).toBe('');
    await fill(page, 'passphrase', 'short');
    await page.focus('pin');
    await page.press('Enter');
    await focused('passphrase');
    expect(await invalidField()).toBe('passphrase');
    expect(await page.text('passphrase-error')).toContain('8');
    expect(await page.text('passphraseAgain-error')).toBe('');
    expect(await page.text('pin-error')).toBe('');
    await typePassphrase(page);
    await fill(page, 'pin', '1111');
    await page.press('Enter');
    await page.until(`document.querySelector('[data-testid=pin]').ariaInvalid === 'true'`);
    expect(await invalidField()).toBe('pin');
  });

  test('a path of four thousand letters leaves every field in sight at 1024×768', async () => {
    await preview.till(`memoryTill.move.ask('export', '/' + 'x'.repeat(4000))`);
    await shown(page, 'move-question');
    const bottom =
      await page.evaluate<number>(`Math.max(...['passphraseAgain', 'pin-send'].map((id) =>
      document.querySelector('[data-testid=' + id + ']').getBoundingClientRect().bottom))`);
    expect(bottom).toBeLessThan(768);
    expect(await page.text('move-file')).toHaveLength(4001);
    await page.press('Tab');
    await focused('move-file');
    await page.press('End');
    await page.until(`document.querySelector('[data-testid=move-file]').scrollTop > 0`);
  });

  test('an import asks for the passphrase once, as it was chosen elsewhere', async () => {
    await askToMove(page, preview, 'import');
    expect(await page.text('passphraseAgain')).toBeNull();
    await fill(page, 'passphrase', 'short');
    await fill(page, 'pin', PIN);
    await page.press('Enter');
    await shown(page, 'move-done');
    expect(await begun()).toEqual(['short']);
  });

  test.each(['export', 'import'])(
    'is begun in the settings as well (%s): the file is chosen, then the passphrase has the focus',
    async (direction) => {
      await openSettings(page);
      await page.click(`move-${direction}`);
      await shown(page, 'move-question', `[data-direction=${direction}]`);
      await focused('passphrase');
      await page.press('Escape');
      await gone('pin-prompt');
      expect(await page.text('settings-screen')).not.toBeNull();
    },
  );

  test('nothing is asked where no file was chosen, and a refusal is told', async () => {
    await openSettings(page);
    await preview.till('memoryTill.move.chosen = null');
    await page.click('move-export');
    await preview.till(`memoryTill.settings.refusal = { code: 'request.refused' }`);
    await page.click('move-import');
    await said(page, 'move-said');
    expect(await page.text('move-question')).toBeNull();
  });

  test('the lock closes it with what was typed, and it asks again when somebody is there', async () => {
    await askToMove(page, preview, 'import');
    await fill(page, 'passphrase', WORDS);
    await page.evaluate(`document.querySelector('[data-testid=lock]').click()`);
    await shown(page, 'lock-screen');
    expect(await page.text('move-question')).toBeNull();
    await page.click('unlock-2392313');
    await shown(page, 'move-question');
    expect(await page.value('passphrase')).toBe('');
  });

  test('what has become of it stays until somebody has read it', async () => {
    await preview.till(`memoryTill.move.ask('export', 'D:\\\\queue',
      { report: { direction: 'export', saves: 2, left: 1 } })`);
    await shown(page, 'move-done');
    await page.evaluate(`document.querySelector('[data-testid=lock]').click()`);
    await shown(page, 'lock-screen');
    await page.click('unlock-2392313');
    await shown(page, 'move-done');
    expect(await page.text('move-file')).toBe('D:\\queue');
    await page.press('Escape');
    await gone('move-done');
    expect(await page.evaluate('memoryTill.settings.till.move')).toBeNull();
  });
});
