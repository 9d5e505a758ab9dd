import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { correctFirst, shown, typePin } from './states/steps.ts';

const is = (testId: string) => `document.querySelector('[data-testid="${testId}"]')`;
const TWO_FRAMES =
  'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(0))))';
const PERSON = '13800138000';
const NEXT = '13900139000';

describe.skipIf(!hasChromium)('what the manager has asked of one person', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  /** The answer to what is asked next of this kind comes when it is let go. `isDone`: whether it is done before that. */
  async function hold(call: string, isDone = true): Promise<() => Promise<void>> {
    await preview.till(`const { bridge } = memoryTill; const usual = bridge.${call};
      bridge.${call} = async (asked) => {
        bridge.${call} = usual;
        const done = ${isDone} && usual(asked);
        await new Promise((resolve) => { window.answer = resolve; });
        return done || usual(asked);
      };`);
    return async () => {
      await page.until('window.answer');
      await page.evaluate('void window.answer()');
      await page.evaluate(TWO_FRAMES);
      await page.evaluate(TWO_FRAMES);
    };
  }

  /** The save that waits is of the person whom the manager looks up. */
  async function waits(): Promise<void> {
    await preview.till('memoryTill.switches.online = false');
    await page.type(PERSON);
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
  }

  async function lookUp(): Promise<void> {
    await page.click('manager');
    await shown(page, 'pin');
    await typePin(page, '246810');
    await shown(page, 'manager-person');
    await page.click('manager-person');
    await shown(page, 'person-value');
    await page.click('person-value');
    await page.type(PERSON);
    await page.press('Enter');
    await shown(page, 'person-erase');
  }

  async function leave(): Promise<void> {
    await page.press('Escape');
    await page.until(`!${is('manager-page')}`);
  }

  async function erase(): Promise<void> {
    await page.click('person-erase');
    await page.until(
      `document.activeElement.dataset.testid === 'erase-again' || document.activeElement === ${is('erase-again')}`,
    );
    await page.type(PERSON);
    await page.press('Enter');
  }

  const phone = () => page.evaluate<string>(`${is('phone')}.value.replace(/\\s/g, '')`);

  test('comes into no form once the page was left', async () => {
    await waits();
    await lookUp();
    const answer = await hold('readForCorrection');
    await page.click('person-correct-S-0001');
    await leave();
    await page.click('phone');
    await page.type(NEXT.slice(0, 7));
    await answer();
    await page.type(NEXT.slice(7));
    await page.until(`${is('phone')}.value.endsWith('${NEXT.slice(-1)}')`);
    expect(await phone()).toBe(NEXT);
    expect(await page.evaluate(`${is('correcting')} === null`)).toBe(true);
  });

  test('is shown to nobody who has unlocked since', async () => {
    await waits();
    await lookUp();
    const answer = await hold('readForCorrection');
    await page.click('person-correct-S-0001');
    await page.press('F9');
    await shown(page, 'lock-screen');
    await page.evaluate(`${is('unlock-2392313')}.focus()`);
    await page.press('Enter');
    await page.until(`!${is('lock-screen')}`);
    await answer();
    expect(await phone()).toBe('');
    expect(await page.evaluate(`${is('correcting')} === null`)).toBe(true);
  });

  test('leaves the form of somebody else as it is, however long an erasing takes', async () => {
    await preview.till(`memoryTill.manager.person.left = { left: [], draft: '${'0'.repeat(32)}' }`);
    await waits();
    await lookUp();
    const answer = await hold('erasePerson', false);
    await erase();
    await page.until('window.answer');
    await leave();
    await page.click('phone');
    await page.type(NEXT.slice(0, 7));
    await answer();
    await page.type(NEXT.slice(7));
    await page.until(`${is('phone')}.value.endsWith('${NEXT.slice(-1)}')`);
    expect(await phone()).toBe(NEXT);
  });

  test('leaves whoever was written over them in the same form meanwhile', async () => {
    await waits();
    await page.click('phone');
    await page.type(PERSON);
    await page.until(`memoryTill.draft()?.member.mobile.replace(/\\s/g, '') === '${PERSON}'`);
    await preview.till(
      'memoryTill.manager.person.left = { left: [], draft: memoryTill.draft().requestId }',
    );
    await lookUp();
    const answer = await hold('erasePerson', false);
    await erase();
    await page.until('window.answer');
    await leave();
    await page.evaluate(`${is('phone')}.focus()`);
    await page.evaluate(`${is('phone')}.select()`);
    await page.type(NEXT.slice(0, 7));
    await answer();
    await page.type(NEXT.slice(7));
    await page.until(`${is('phone')}.value.endsWith('${NEXT.slice(-1)}')`);
    expect(await phone()).toBe(NEXT);
  });

  test('goes out of the form of a page that has not asked for it, and out of what is kept', async () => {
    await page.type(PERSON);
    await page.until(`memoryTill.draft()?.member.mobile.replace(/\\s/g, '') === '${PERSON}'`);
    await preview.till(`memoryTill.manager.person.tellErased({
      identity: { mobile: '${PERSON}' }, saves: [], draft: memoryTill.draft().requestId,
    })`);
    await page.until(`${is('phone')}.value === ''`);
    await page.press('F3');
    await page.until('memoryTill.draft() === null');
    expect(await phone()).toBe('');
  });

  test('is of whom the search names: a number that is put right before the answer is the one that is looked up', async () => {
    await waits();
    await preview.till(`const { bridge, manager } = memoryTill; const nobody = {
        saves: [], nobodys: 0, hasDraft: false, aside: [], comeBack: [],
      };
      const somebody = manager.person.view;
      const usual = bridge.findPerson;
      bridge.findPerson = async (asked) => {
        manager.person.view = asked.identity.mobile === '${PERSON}' ? somebody : nobody;
        return usual(asked);
      };`);
    await page.click('manager');
    await shown(page, 'pin');
    await typePin(page, '246810');
    await shown(page, 'manager-person');
    await page.click('manager-person');
    await shown(page, 'person-value');
    const answer = await hold('findPerson');
    await page.click('person-value');
    await page.type(PERSON);
    await page.press('Enter');
    await page.until('window.answer');
    await page.evaluate(`${is('person-value')}.select()`);
    await page.type(NEXT);
    await page.press('Enter');
    await answer();
    await shown(page, 'person-count');
    expect(await page.evaluate(`${is('person-value')}.value`)).toBe(NEXT);
    expect(await page.evaluate(`${is('person-S-0001')} === null`)).toBe(true);
    expect(await page.evaluate(`${is('person-export')} === null`)).toBe(true);
  });

  test('is of nobody any more once another number is typed in the search, looked for or not', async () => {
    await waits();
    await lookUp();
    await page.evaluate(`${is('person-value')}.select()`);
    await page.type(NEXT);
    await page.until(`${is('person-value')}.value === '${NEXT}'`);
    await page.evaluate(TWO_FRAMES);
    expect(await page.evaluate(`${is('person-export')} === null`)).toBe(true);
    expect(await page.evaluate(`${is('person-S-0001')} === null`)).toBe(true);
  });

  test('leaves nothing of who was erased for F3, and nothing on the disk again', async () => {
    await waits();
    await page.click('phone');
    await page.type(PERSON);
    await correctFirst(page);
    await page.press('F2');
    await page.until(`${is('phone')}.value === ''`);
    await page.until(`memoryTill.draft()?.member.mobile.replace(/\\s/g, '') === '${PERSON}'`);
    await lookUp();
    // As main does.
    await preview.till(`const { bridge, manager } = memoryTill; const { erasePerson } = bridge;
      manager.person.left = { left: [], draft: memoryTill.draft().requestId };
      bridge.erasePerson = async (asked) => {
        const answer = await erasePerson(asked);
        await bridge.dropDraft();
        return answer;
      };`);
    await erase();
    await shown(page, 'person-erased');
    await leave();
    await page.press('F3');
    await page.press('F3');
    await page.evaluate(TWO_FRAMES);
    expect(await phone()).toBe('');
    expect(await page.evaluate('memoryTill.draft()')).toBe(null);
  });
});
