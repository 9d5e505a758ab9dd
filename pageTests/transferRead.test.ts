import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { openManager } from './states/managerSteps.ts';
import { fill, shown } from './states/steps.ts';

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;

describe.skipIf(!hasChromium)('a file that is taken over on the manager’s page', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  const taken = () => page.evaluate('window.taken');

  /** Each file has a number of its own, and what is asked to be taken over is counted. */
  async function choose(): Promise<void> {
    await preview.till(`const { bridge } = memoryTill;
      const { chooseTransfer, transferQueue } = bridge;
      let number = 0;
      window.taken = 0;
      bridge.chooseTransfer = async (given) => {
        const answer = await chooseTransfer(given);
        number += 1;
        return { ...answer, value: { ...answer.value, number } };
      };
      bridge.transferQueue = (given) => { window.taken += 1; return transferQueue(given); };`);
    await openManager(page, 'transfer');
    await shown(page, 'import-choose');
    await page.click('import-choose');
    await shown(page, 'passphrase');
    await fill(page, 'passphrase', 'correct horse');
  }

  test('is read first: the second half of a double press of Enter is no word for it', async () => {
    await choose();
    await page.focus('passphrase');
    await page.press('Enter');
    await page.until(is('import-foreseen'));
    await page.press('Enter');
    await page.until(`!document.documentElement.hasAttribute('data-just-changed')`);
    expect(await taken()).toBe(0);
    await page.press('Enter');
    await shown(page, 'transfer-done');
    expect(await taken()).toBe(1);
  });

  test('is the one that was looked at: what was given up meanwhile is told of no other', async () => {
    await choose();
    await preview.till(`const { bridge } = memoryTill;
      const { foreseeImport } = bridge;
      bridge.foreseeImport = (given) => new Promise((resolve) => {
        window.answer = () => resolve(foreseeImport(given));
      });`);
    await page.click('import-look');
    await page.until('window.answer');
    await page.click('import-not-now');
    await shown(page, 'import-choose');
    await page.click('import-choose');
    await shown(page, 'passphrase');
    await page.evaluate(`window.answer(), new Promise((later) => setTimeout(later, 100))`);
    expect(await page.evaluate(`${is('import-foreseen')} === null`)).toBe(true);
    expect(await page.evaluate(`${is('passphrase')} !== null`)).toBe(true);
  });

  /** The file is another one by the time that it is to be taken over; how it is looked at anew is the test's. */
  async function changed(): Promise<void> {
    await choose();
    await page.click('import-look');
    await page.until(is('import-foreseen'));
    await page.until(`!document.documentElement.hasAttribute('data-just-changed')`);
    await preview.till(`const { bridge } = memoryTill;
      const { foreseeImport } = bridge;
      bridge.transferQueue = async () => {
        window.taken += 1;
        return { ok: false, error: { code: 'move.changed' } };
      };
      bridge.foreseeImport = (given) => new Promise((resolve) => {
        window.answer = () => resolve(foreseeImport(given));
        window.fail = () => resolve({ ok: false, error: { code: 'move.wrong-passphrase' } });
      });`);
    await page.click('import-go');
    await page.until(`${is('import-failure')}.textContent`);
    expect(await page.evaluate(`${is('import-foreseen')} === null`)).toBe(true);
    await page.click('import-look');
    await page.until('window.answer');
  }

  test('that has changed since is not shown as it was while it is looked at anew, nor taken over then', async () => {
    await changed();
    expect(await page.evaluate(`${is('import-foreseen')} === null`)).toBe(true);
    await page.until(`!document.documentElement.hasAttribute('data-just-changed')`);
    await page.focus('passphrase');
    await page.press('Enter');
    expect(await taken()).toBe(1);
    await page.evaluate('window.answer()');
    await page.until(is('import-foreseen'));
  });

  test('nor is it shown as it was where it does not open any more', async () => {
    await changed();
    await page.evaluate('window.fail()');
    await page.until(`${is('passphrase')}.getAttribute('aria-invalid') === 'true'`);
    expect(await page.evaluate(`${is('import-foreseen')} === null`)).toBe(true);
    await shown(page, 'passphrase');
  });

  test('the strict policy finds nothing to refuse', () => {
    expect(preview.complaints).toEqual([]);
  });
});
