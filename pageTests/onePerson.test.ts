import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { shown, typePin } from './states/steps.ts';

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;
const focused = `document.activeElement?.dataset.testid ?? document.activeElement?.id`;
const TWO_FRAMES =
  'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(0))))';
const MOBILE = '13800138000';

describe.skipIf(!hasChromium)('one person on the manager’s page', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  /** Tabs on to what has this name. */
  async function tabTo(testId: string): Promise<void> {
    for (let tabs = 0; tabs < 40 && (await page.evaluate(focused)) !== testId; tabs += 1)
      await page.press('Tab');
    expect(await page.evaluate(focused)).toBe(testId);
  }

  /** The save that waits, looked up by keys alone. */
  async function lookUp(): Promise<void> {
    await preview.till('memoryTill.switches.online = false');
    await page.type(MOBILE);
    await preview.save();
    await preview.confirmed();
    await preview.till(`(() => {
      const [line] = memoryTill.outbox.lines();
      const save = {
        ...line, operatorId: '2392313', settledAt: null, closing: null, consent: null, corrects: null,
        correctedBy: null, isAsked: true, hasBody: true, importedAt: null, lentAt: null, mayCorrect: true,
      };
      memoryTill.manager.person.view = {
        saves: [save], nobodys: 0, hasDraft: false, aside: [], comeBack: [],
      };
    })()`);
    await page.click('manager');
    await shown(page, 'pin');
    await typePin(page, '246810');
    await shown(page, 'manager-person');
    await tabTo('manager-person');
    await page.press('Enter');
    await shown(page, 'person-value');
    await tabTo('person-value');
    await page.type(MOBILE);
    await page.press('Enter');
    await shown(page, 'person-count');
    await page.until(`${focused} === 'person-count'`);
  }

  async function hasValues(): Promise<void> {
    await preview.till(`memoryTill.manager.person.values = [{ slip: 'S-0001', member: {
      mobile: '${MOBILE}', name: 'Whole Name', gender: null, birthday: '', outerId: '', outerType: null, remark: '',
    } }]`);
  }

  test('Escape answers the question whether to erase somebody with no, and leaves the page open', async () => {
    await lookUp();
    await tabTo('person-erase');
    await page.press('Enter');
    await page.until(`${focused} === 'erase-again'`);
    await page.press('Escape');
    await page.until(`!${is('erase-question')}`);
    expect(await page.evaluate(`${is('manager-page')} !== null`)).toBe(true);
    await page.until(`(${focused}) === 'person-erase'`);
    await page.press('Escape');
    await page.until(`!${is('manager-page')}`);
  });

  test('a correction closes the page and fills the form, as from the records', async () => {
    await lookUp();
    await tabTo('person-correct-S-0001');
    await page.press('Enter');
    await page.until(`!${is('manager-page')}`);
    await shown(page, 'correcting');
    expect(await page.evaluate(`${is('phone')}.value.replace(/\\s/g, '')`)).toBe(MOBILE);
    expect(await page.evaluate('memoryTill.manager.isOpen')).toBe(false);
    expect(
      await page.evaluate(`document.activeElement.matches('.screen input, .screen textarea')`),
    ).toBe(true);
  });

  test('no Enter erases anybody before the number was typed once more, and with it one does', async () => {
    await lookUp();
    await tabTo('person-erase');
    await page.press('Enter');
    await page.until(`${focused} === 'erase-again'`);
    await page.press('Enter');
    await page.until(`${is('erase-differs')}.textContent`);
    await page.type('13800138001');
    await page.press('Enter');
    await page.until(`${is('erase-differs')}.textContent`);
    expect(await page.evaluate('memoryTill.manager.person.view.saves.length')).toBe(1);
    await tabTo('erase-keep');
    await page.press('Enter');
    await page.until(`!${is('erase-question')}`);
    expect(await page.evaluate(focused)).toBe('person-erase');
    await page.press('Enter');
    await page.until(`${focused} === 'erase-again'`);
    await page.type(MOBILE);
    await page.press('Enter');
    await shown(page, 'person-erased');
    // Whom somebody has just erased does not go on standing there.
    expect(await page.evaluate(`${is('person-value')}.value`)).toBe('');
    expect(
      await page.evaluate(
        `document.querySelector('.manager-page').contains(document.activeElement)`,
      ),
    ).toBe(true);
  });

  test('a form that was theirs is emptied on the counter', async () => {
    await lookUp();
    await page.press('Escape');
    await page.until(`!${is('manager-page')}`);
    await page.click('phone');
    await page.type('1380013');
    await page.until(`memoryTill.draft()?.member.mobile === '138 0013'`);
    await preview.till(
      'memoryTill.manager.person.left = { left: [], draft: memoryTill.draft().requestId }',
    );
    await page.click('manager');
    await shown(page, 'pin');
    await typePin(page, '246810');
    await shown(page, 'manager-person');
    await page.click('manager-person');
    await shown(page, 'person-value');
    await page.click('person-value');
    await page.type(MOBILE);
    await page.press('Enter');
    await shown(page, 'person-erase');
    await page.click('person-erase');
    await page.until(`${focused} === 'erase-again'`);
    await page.type(MOBILE);
    await page.press('Enter');
    await shown(page, 'person-erased');
    expect(await page.evaluate(`${is('phone')}.value`)).toBe('');
  });

  test('nothing of their values stays in sight once the session has ended, though nobody asks for anything', async () => {
    await lookUp();
    await hasValues();
    await page.click('person-show');
    await page.until(`${is('person-S-0001')}.textContent.includes('Whole Name')`);
    await preview.till('memoryTill.manager.isOpen = false');
    await shown(page, 'pin');
    expect(await page.evaluate(`document.body.textContent.includes('Whole Name')`)).toBe(false);
    await page.press('Tab');
    await typePin(page, '246810');
    await page.until(`!${is('pin')}`);
    expect(await page.evaluate(`document.body.textContent.includes('Whole Name')`)).toBe(false);
    expect(await page.evaluate(`${is('person-S-0001')} !== null`)).toBe(true);
  });

  test('nor what is answered only after it has ended', async () => {
    await lookUp();
    await hasValues();
    await preview.till(`const { bridge } = memoryTill; const { showPerson } = bridge;
      bridge.showPerson = async (asked) => {
        const answer = await showPerson(asked);
        await new Promise((resolve) => { window.answer = resolve; });
        return answer;
      };`);
    await page.click('person-show');
    await page.until('window.answer');
    await preview.till('memoryTill.manager.isOpen = false');
    await shown(page, 'pin');
    await page.evaluate('void window.answer()');
    await page.evaluate(TWO_FRAMES);
    await page.evaluate(TWO_FRAMES);
    expect(await page.evaluate(`document.body.textContent.includes('Whole Name')`)).toBe(false);
    await page.press('Tab');
    await typePin(page, '246810');
    await page.until(`!${is('pin')}`);
    expect(await page.evaluate(`document.body.textContent.includes('Whole Name')`)).toBe(false);
  });

  test('the strict policy finds nothing to refuse', () => {
    expect(preview.complaints).toEqual([]);
  });
});
