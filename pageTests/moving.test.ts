import { describe, expect, test } from 'vitest';
import { hasChromium } from './Chromium.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { askToMove, FILE, typePassphrase, WORDS } from './states/moving.ts';
import { fill, openSettings, PIN, said, shown, typePin } from './states/steps.ts';

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

  test('an export is not begun while the two passphrases differ, and the field that is wrong has the focus', async () => {
    await askToMove(page, preview, 'export');
    await typePassphrase(page, WORDS, 'correct hors');
    await fill(page, 'pin', PIN);
    await page.press('Enter');
    await said(page, 'pin-error');
    await focused('passphraseAgain');
    await fill(page, 'passphrase', 'short');
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
    await said(page, 'pin-error');
    expect(await invalidField()).toBe('passphraseAgain');
    await fill(page, 'passphrase', 'short');
    await page.press('Enter');
    await focused('passphrase');
    expect(await invalidField()).toBe('passphrase');
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
