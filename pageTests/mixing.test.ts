import { beforeEach, describe, expect, test } from 'vitest';
import type { Draft } from '../app/draft/draft.ts';
import { EMPTY_MEMBER } from '../app/member/memberSchema.ts';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { askToCorrect, correctFirst, fill, register, shown } from './states/steps.ts';

const FIRST = '18651822226';
const SECOND = '13900139000';
const LOCKED = `document.querySelector('[data-testid=lock-screen]')`;

/** What comes late or overlaps, on a till that takes its time. */
describe.skipIf(!hasChromium)('two customers are never mixed', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const pause = (milliseconds: number) =>
    page.evaluate(`new Promise((later) => setTimeout(later, ${milliseconds}))`);
  const sentMobiles = async () =>
    (await preview.requests()).map(({ member }) => member.mobile?.replaceAll(' ', ''));
  const unlock = async () => {
    await page.press('Enter');
    await page.until(`!${LOCKED}`);
  };

  /** The panel stands on a held save of the first customer, whose values take their time to come. */
  const askForCorrection = async (milliseconds: number) => {
    await preview.till(`memoryTill.switches.refusal = 'no such day'`);
    await register(preview, FIRST, '王芳', 'held');
    await preview.till(`const { bridge } = memoryTill; const { readForCorrection } = bridge;
      bridge.readForCorrection = (choice) => new Promise((resolve) =>
        setTimeout(() => resolve(readForCorrection(choice)), ${milliseconds}));`);
    await askToCorrect(page);
  };

  describe('while a save waits for a word about its number', () => {
    beforeEach(async () => {
      await preview.till('memoryTill.switches.lookupMs = 150');
    });

    test('a second F4, Esc and F12 change nothing and say nothing wrong', async () => {
      await page.type(FIRST);
      await page.press('F5');
      for (const key of ['F4', 'F4', 'Escape', 'F12', 'F4']) await page.press(key);
      await preview.confirmed();
      expect(await sentMobiles()).toEqual([FIRST]);
    });

    test('F3 does not put the form of before in its place', async () => {
      await page.type(SECOND);
      await page.press('F2');
      await page.type(FIRST);
      await page.press('F5');
      await page.press('F4');
      await page.press('F3');
      await preview.confirmed();
      expect(await sentMobiles()).toEqual([FIRST]);
    });
  });

  test('what was typed during a save goes to nobody who has unlocked meanwhile: two halves would be a whole number', async () => {
    await page.type(FIRST);
    const end = await preview.holdSave();
    await preview.save();
    await page.until('window.endSave');
    await page.type(SECOND.slice(0, 7));
    await page.press('F9');
    await page.until(LOCKED);
    await page.click('unlock-2392314');
    await page.until(`!${LOCKED}`);
    await page.type('1380');
    await end();
    await preview.confirmed();
    await page.until(`document.querySelector('[data-testid=phone]').value !== ''`);
    expect(await page.value('phone')).toBe('138 0');
  });

  describe('a correction that comes late', () => {
    test('opens nothing on the locked screen: the form behind it is as it was', async () => {
      await askForCorrection(400);
      await page.press('F9');
      await page.until(LOCKED);
      await pause(600);
      await unlock();
      expect(await page.text('correcting')).toBeNull();
      expect(await page.value('phone')).toBe('');
    });

    test('asks nothing over the lock, nor whoever unlocks: a look-up was under way when the lock came', async () => {
      await askForCorrection(0);
      await shown(page, 'correcting');
      await preview.till('memoryTill.switches.lookupMs = 400');
      await fill(page, 'name', '李强');
      // Typed anew, as after a wrong number.
      await fill(page, 'phone', '18651822227');
      await page.press('F4');
      await page.press('F9');
      await page.until(LOCKED);
      await pause(1_200);
      expect(await page.evaluate(`document.querySelectorAll('dialog[open]').length`)).toBe(0);
      await unlock();
      expect(await page.text('correction')).toBeNull();
      expect(await page.value('name')).toBe('李强');
      expect(await sentMobiles()).toEqual([FIRST]);
    });

    test('is told, and leaves the form, where a save is under way', async () => {
      await preview.till(`memoryTill.switches.refusal = 'no such day'`);
      await register(preview, FIRST, '王芳', 'held');
      await preview.till('memoryTill.switches.flushMs = 4_000');
      await page.type(SECOND);
      await preview.save();
      await askToCorrect(page);
      await shown(page, 'missed-correction');
      expect(await page.text('missed-correction')).toContain('S-0001');
      expect(await sentMobiles()).toEqual([FIRST, SECOND]);
      await preview.confirmed();
      await pause(550);
      await page.press('1');
      await page.until(`!document.querySelector('[data-testid=missed-correction]')`);
    });
  });

  test('what a correction has interrupted comes back once it is saved', async () => {
    await preview.till(`memoryTill.switches.refusal = 'no such day'`);
    await register(preview, FIRST, '王芳', 'held');
    await page.type(SECOND);
    await page.press('F5');
    await correctFirst(page);
    await fill(page, 'remark', '常客');
    await page.press('F4');
    await preview.sendCorrection();
    await page.until(`document.querySelector('[data-testid=confirmation]')`);
    await page.until(`memoryTill.draft()?.member.mobile.replaceAll(' ', '') === '${SECOND}'`);
    await page.press('F3');
    expect(await page.value('phone')).toBe('139 0013 9000');
    expect(await page.evaluate(`document.querySelector('[data-testid=consent]').checked`)).toBe(
      true,
    );
  });

  test('what was cleared does not come back after a lock', async () => {
    await page.type(FIRST);
    await page.press('F2');
    await page.press('F9');
    await page.until(LOCKED);
    await unlock();
    await page.press('F3');
    expect(await page.value('phone')).toBe('');
  });

  test('what was cleared waits for F3 for two minutes, and not longer', async () => {
    await page.evaluate(`(() => {
      window.timers = [];
      const { setTimeout } = window;
      window.setTimeout = (act, after, ...given) => {
        if (after < 60_000) return setTimeout(act, after, ...given);
        window.timers.push({ act, after });
        return 1e6 + timers.length;
      };
    })()`);
    await page.type(FIRST);
    await page.press('F2');
    expect(await page.evaluate('timers.map(({ after }) => after)')).toEqual([120_000]);
    await shown(page, 'undo-clear');
    await page.press('F3');
    expect(await page.value('phone')).toBe('186 5182 2226');
    await page.press('F2');
    expect(await page.evaluate('timers.map(({ after }) => after)')).toEqual([120_000, 120_000]);
    await page.evaluate('timers.at(-1).act()');
    await page.until(`!document.querySelector('[data-testid=undo-clear]')`);
    await page.press('F3');
    expect(await page.value('phone')).toBe('');
  });

  test('what a customer has refused is not said to be gone where it may be registered', async () => {
    await preview.till('memoryTill.switches.loseAnswers = true');
    await page.type(FIRST);
    await preview.save();
    await shown(page, 'save-failed');
    await page.press('F12');
    await shown(page, 'result-refused');
    expect(await page.text('result-refused')).toContain('F8');
    await preview.till('memoryTill.switches.loseAnswers = false');
    await page.type(FIRST);
    await shown(page, 'known-member');
    await page.press('F12');
    expect(await page.text('result-refused')).toContain('S-0001');
  });

  describe('the form of before a crash', () => {
    const left = {
      requestId: 'ab'.repeat(16),
      operatorId: '2392314',
      member: { ...EMPTY_MEMBER, mobile: '186 5182 2226', name: 'Li' },
      consent: null,
      correcting: null,
      chosen: null,
      isLocked: true,
      age: 30_000,
    };

    beforeEach(async () => {
      const crashed = JSON.stringify(JSON.stringify(left));
      await page.evaluate(`sessionStorage.setItem('crashed-with', ${crashed})`);
      await preview.show({ query: '?draft=slow' });
      await page.evaluate(`sessionStorage.removeItem('crashed-with')`);
    });

    test('changes neither the operator nor the form of a hand that was faster, and locks nobody out', async () => {
      await page.type(SECOND);
      await pause(2_000);
      expect(await page.value('phone')).toBe('139 0013 9000');
      expect(await page.evaluate(`!!${LOCKED}`)).toBe(false);
      await preview.save();
      await preview.confirmed();
      expect((await preview.requests())[0]?.operatorId).toBe('2392313');
    });

    test('is not lost with that hand’s save: it is on the disk again, and F3 brings it', async () => {
      await page.type(SECOND);
      await pause(2_000);
      await preview.save();
      await preview.confirmed();
      await page.until(`memoryTill.draft()?.member.name === 'Li'`);
      expect((await page.evaluate<Draft>('memoryTill.draft()')).requestId).toBe(left.requestId);
      await page.press('F3');
      await page.until(LOCKED);
      await unlock();
      expect(await page.value('phone')).toBe('186 5182 2226');
    });
  });

  describe('what was said of a known number', () => {
    beforeEach(async () => {
      await preview.till('memoryTill.switches.online = false');
      await register(preview, FIRST, '王芳');
      await page.type(FIRST);
      await shown(page, 'known-member');
      await page.press('F6');
      await shown(page, 'known-member', '[data-choice=correct]');
    });

    test('is kept through Esc and F3, and by a slow second answer', async () => {
      await preview.till('memoryTill.switches.lookupMs = 200');
      await page.press('Escape');
      await page.press('F3');
      await pause(400);
      await shown(page, 'known-member', '[data-choice=correct]');
    });

    test('is in the draft: what a crash leaves is still a correction', async () => {
      await fill(page, 'remark', '常客');
      await page.until(
        `memoryTill.draft()?.chosen?.requestId === memoryTill.requests[0].requestId`,
      );
    });

    test('is compared as it stands: a late word on what stood there before shows and sends nothing', async () => {
      await preview.till(`const { bridge } = memoryTill; const { compareMember } = bridge; window.answers = [];
        bridge.compareMember = (asked) => new Promise((resolve) =>
          answers.push(() => resolve(compareMember(asked))));`);
      await fill(page, 'remark', '常客');
      await page.press('F4');
      await page.until('answers.length === 1');
      await page.press('F9');
      await page.until(LOCKED);
      await unlock();
      await fill(page, 'name', '李强');
      await page.press('F4');
      await page.until('answers.length === 2');
      await page.evaluate('void answers[0]()');
      await pause(200);
      expect(await page.text('correction')).toBeNull();
      await page.evaluate('void answers[1]()');
      await shown(page, 'correction');
      expect(await page.text('change-name')).toContain('李强');
    });

    test('is kept through a lost answer, and no second member comes of the next try', async () => {
      await fill(page, 'name', '王芳');
      await fill(page, 'remark', '常客');
      await preview.till('memoryTill.switches.loseAnswers = true');
      await page.press('F4');
      await preview.sendCorrection();
      await shown(page, 'save-failed');
      expect(await page.text('still-correcting')).toContain('S-0001');
      await preview.till('memoryTill.switches.loseAnswers = false');
      await fill(page, 'phone', FIRST.slice(0, 10));
      await page.type('6');
      await page.press('F4');
      await preview.confirmed();
      const [first, lost, again] = await preview.requests();
      expect(again).toMatchObject({
        requestId: lost?.requestId,
        correctionOf: first?.requestId,
      });
      expect(await page.evaluate('memoryTill.outbox.lines().length')).toBe(2);
    });
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
