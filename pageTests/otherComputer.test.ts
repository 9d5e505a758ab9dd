import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { askWhose, findWhose } from './states/computer.ts';
import { register, shown, typePin } from './states/steps.ts';

/** Three quiet seconds, and what a busy machine adds. */
const ASKED_WITHIN_MS = 20_000;

const gone = (testId: string) => `!document.querySelector('[data-testid="${testId}"]')`;

describe.skipIf(!hasChromium)('the data of another computer', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const passes = (milliseconds: number) =>
    page.evaluate(`new Promise((resolve) => setTimeout(resolve, ${milliseconds}))`);
  const asksByItself = () =>
    page.until(`document.querySelector('[data-testid="computer-prompt"]')`, ASKED_WITHIN_MS);

  test('are asked about once, and no key of whoever is typing answers', async () => {
    await findWhose(page, preview);
    await asksByItself();
    await page.type('1');
    await page.press('Enter');
    await page.press('Space');
    await shown(page, 'computer-prompt');
    await page.press('Escape');
    await page.until(gone('computer-prompt'));
    await preview.till('memoryTill.settings.tell({})');
    await shown(page, 'decide-computer');
    await passes(4_000);
    expect(await page.text('computer-prompt')).toBeNull();
  });

  test('are asked about by themselves only where nobody is being registered, and take no key of a number', async () => {
    await page.type('186');
    await findWhose(page, preview);
    await passes(4_000);
    expect(await page.text('computer-prompt')).toBeNull();
    await page.type('51822226');
    expect(await page.value('phone')).toBe('186 5182 2226');
    await page.press('F2');
    await page.until(`document.querySelector('[data-testid=phone]').value === ''`);
    expect(await page.text('computer-prompt')).toBeNull();
    await asksByItself();
  });

  test('let whoever has begun to type go on, also where the question is being loaded', async () => {
    const held = await preview.hold('ComputerPrompt');
    await findWhose(page, preview);
    await held.arrived;
    await page.type('1');
    await held.release();
    await passes(500);
    expect(await page.text('computer-prompt')).toBeNull();
    await page.type('8651822226');
    expect(await page.value('phone')).toBe('186 5182 2226');
  });

  test('are asked about again after the lock, not at once over what is typed then', async () => {
    await findWhose(page, preview);
    await asksByItself();
    await page.press('F9');
    await shown(page, 'lock-screen');
    await page.press('Enter');
    await page.until(gone('lock-screen'));
    await page.type('186');
    expect(await page.text('computer-prompt')).toBeNull();
    expect(await page.value('phone')).toBe('186');
    await page.press('F2');
    await asksByItself();
  });

  test('are decided where the question came by itself: it stays through both steps and the way back', async () => {
    await findWhose(page, preview);
    await asksByItself();
    await page.click('computer-moved');
    await shown(page, 'computer-sure');
    await page.click('pin-cancel');
    await page.click('computer-start-empty');
    await shown(page, 'computer-sure');
    await passes(500);
    await typePin(page);
    await page.until(gone('pin-prompt'));
  });

  test('hold up nobody: members are registered while the question is put off', async () => {
    await preview.till('memoryTill.switches.online = false');
    await askWhose(page, preview);
    await page.click('computer-later');
    await register(preview, '18651822226', '刘德华');
    await shown(page, 'line-S-0001');
  });

  test('are decided by the manager: the way back leads to both answers, and the PIN goes with the chosen one', async () => {
    await askWhose(page, preview);
    await preview.till(`(() => {
      const { answerComputer } = memoryTill.bridge;
      memoryTill.answers = [];
      memoryTill.bridge.answerComputer = (argument) => {
        memoryTill.answers.push(argument);
        return answerComputer(argument);
      };
    })()`);
    await page.click('computer-moved');
    await shown(page, 'computer-sure');
    await page.click('pin-cancel');
    await page.click('computer-start-empty');
    await shown(page, 'computer-sure');
    await typePin(page, '1111');
    await page.until(`document.querySelector('[data-testid="pin-error"]').textContent`);
    await typePin(page);
    await page.until(gone('pin-prompt'));
    expect(await page.evaluate('memoryTill.answers')).toEqual([
      { pin: '1111', answer: 'start-empty' },
      { pin: '246810', answer: 'start-empty' },
    ]);
  });

  test('are not asked about over the lock of the screen', async () => {
    await askWhose(page, preview);
    await page.press('F9');
    await shown(page, 'lock-screen');
    expect(await page.text('computer-prompt')).toBeNull();
  });

  test('the strict policy finds nothing to refuse', () => {
    expect(preview.complaints).toEqual([]);
  });
});
