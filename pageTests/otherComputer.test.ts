import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { askWhose } from './states/computer.ts';
import { register, shown, typePin } from './states/steps.ts';

const gone = (testId: string) => `!document.querySelector('[data-testid="${testId}"]')`;

describe.skipIf(!hasChromium)('the data of another computer', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  test('are asked about once, and no key of whoever is typing answers', async () => {
    await page.type('186');
    await askWhose(page, preview);
    await page.type('1');
    await page.press('Enter');
    await page.press('Space');
    await shown(page, 'computer-prompt');
    await page.press('Escape');
    await page.until(gone('computer-prompt'));
    await preview.till('memoryTill.settings.tell({})');
    await shown(page, 'decide-computer');
    expect(await page.text('computer-prompt')).toBeNull();
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
