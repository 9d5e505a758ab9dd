import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { openManager } from './states/managerSteps.ts';
import { shown, typePin } from './states/steps.ts';

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;
const focused = `document.activeElement?.dataset.testid ?? document.activeElement?.id`;

describe.skipIf(!hasChromium)("the manager's page", () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  test('it is reached, read and left by the keyboard alone, and the form is as it was', async () => {
    await page.type('1380');
    for (let tabs = 0; tabs < 40 && (await page.evaluate(focused)) !== 'manager'; tabs += 1)
      await page.press('Tab', { shift: true });
    expect(await page.evaluate(focused)).toBe('manager');
    await page.press('Enter');
    await shown(page, 'pin');
    await page.type('246810');
    await page.press('Enter');
    await shown(page, 'manager-audit');
    for (let tabs = 0; tabs < 20 && (await page.evaluate(focused)) !== 'manager-audit'; tabs += 1)
      await page.press('Tab');
    await page.press('Enter');
    await shown(page, 'audit-search');
    for (let tabs = 0; tabs < 10 && (await page.evaluate(focused)) !== 'audit-search'; tabs += 1)
      await page.press('Tab');
    expect(await page.evaluate(focused)).toBe('audit-search');
    await page.press('Escape');
    await page.until(`!${is('manager-page')}`);
    expect(await page.evaluate(focused)).toBe('manager');
    expect(await page.evaluate(`${is('phone')}.value.replace(/\\s/g, '')`)).toBe('1380');
    expect(await page.evaluate('memoryTill.manager.isOpen')).toBe(false);
  });

  test('a session that ends under it asks for the PIN over what is typed, and goes on there', async () => {
    await openManager(page, 'audit');
    await shown(page, 'audit-rows-empty');
    await page.click('audit-search');
    await preview.till('memoryTill.manager.isOpen = false');
    await page.type('S');
    await shown(page, 'pin');
    // Whoever is still typing finds nothing of it in the PIN.
    await page.type('2');
    expect(await page.evaluate(`${is('pin')}.value`)).toBe('');
    await page.press('Tab');
    await typePin(page, '246810');
    await page.until(`!${is('pin')}`);
    expect(await page.evaluate(`${is('audit-search')}.value`)).toBe('S');
    await page.until(`${is('audit-rows-empty')}`);
    await page.until(`${is('manager-failure')}.textContent === ''`);
  });

  test('the lock closes it, and whoever unlocks finds it closed', async () => {
    await openManager(page, 'audit');
    await page.press('F9');
    await page.until(`!${is('manager-page')}`);
    expect(await page.evaluate('memoryTill.manager.isOpen')).toBe(false);
  });

  describe('where nobody has said who is at the till', () => {
    const MENU = `document.querySelector('[role=menu]')`;

    beforeEach(async () => {
      await page.evaluate(`sessionStorage.clear()`);
      await preview.show({ query: '?operator=none' });
      await page.click('manager');
      await page.until(MENU);
      await page.hasLooked();
    });

    test('that is asked first, and the PIN behind it: no PIN is typed only to be refused', async () => {
      expect(await page.evaluate(`${is('pin')}`)).toBeNull();
      await page.press('ArrowDown');
      await page.press('Enter');
      await shown(page, 'pin');
      await page.until(`(${focused}) === 'pin'`);
      await typePin(page, '246810');
      await shown(page, 'manager-page');
      await page.press('Escape');
      await page.until(`!${is('manager-page')}`);
    });

    test('whoever does not say so is asked for no PIN, and finds the form', async () => {
      await page.press('Escape');
      await page.until(`!${MENU}`);
      await page.press('F10');
      await page.until(MENU);
      await page.hasLooked();
      await page.press('ArrowDown');
      await page.press('Enter');
      await page.until(`!${MENU}`);
      await page.hasLooked();
      expect(await page.evaluate(`${is('pin')}`)).toBeNull();
      await page.until(`(${focused}) === 'phone'`);
    });
  });

  test('the strict policy finds nothing to refuse', () => {
    expect(preview.complaints).toEqual([]);
  });
});
