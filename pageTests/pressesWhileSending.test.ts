import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { register, shown } from './states/steps.ts';

/** How long each save of the backlog is on its way, and how long none is (ms). */
const SEND_MS = 300;
const BACKLOG = 60;

describe.skipIf(!hasChromium)('a press while a backlog is sent', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const pause = (milliseconds: number) =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));
  /** At once, as somebody taps who has been looking for long. */
  const tapNow = async (selector: string) => {
    const point = await page.evaluate<{ x: number; y: number }>(`(() => {
      const box = document.querySelector('${selector}').getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    })()`);
    await page.browser.call('Emulation.setTouchEmulationEnabled', { enabled: true });
    const touchPoints = [point];
    await page.browser.call('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    await page.browser.call('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await page.browser.call('Emulation.setTouchEmulationEnabled', { enabled: false });
  };
  /** The records, looked at under "sending": there is one save, and none, and one. */
  const lookAtSending = async () => {
    await preview.till(`
      memoryTill.switches.online = false;
      const { outbox } = memoryTill;
      const idOf = (number) => String(number).padStart(32, '0');
      for (let number = 0; number < ${BACKLOG}; number += 1)
        outbox.add(idOf(number), '{}', { mobile: '186****2226', name: 'L*' }, Date.now());
      outbox.otherApps = [{ brandId: '21003', app: 'https://old.example 1', host: 'old.example', count: 1, mayGoOn: true }];
      outbox.changed();
      window.send = (number = 0) => {
        if (number >= ${BACKLOG}) return;
        outbox.change(idOf(number), { state: 'sending' });
        setTimeout(() => {
          outbox.change(idOf(number), { state: 'accepted' });
          setTimeout(() => window.send(number + 1), ${SEND_MS});
        }, ${SEND_MS});
      };`);
    await page.press('F8');
    await shown(page, 'queue-panel');
    await page.click('filter-sending');
  };
  /** A save has come into the list, and has gone. */
  const sending = async () => {
    await page.evaluate('window.send()');
    await page.until(`document.querySelector('[role=option]')`);
    await shown(page, 'queue-nothing');
  };

  test('of a finger closes the records at once', async () => {
    await lookAtSending();
    await sending();
    await tapNow('[data-testid=close-queue]');
    await page.until(`!document.querySelector('[data-testid=queue-panel]')`, 400);
  });

  test('of a finger is a digit of the PIN over the records: all of them arrive', async () => {
    await lookAtSending();
    await page.click('other-app-0');
    await shown(page, 'other-app-decision');
    await page.click('go-on');
    await shown(page, 'pin-prompt');
    await page.hasLooked();
    await sending();
    for (const digit of '246810') {
      await tapNow(`.pin-pad [data-testid=pad-${digit}]`);
      await pause(SEND_MS / 2);
    }
    expect(await page.value('pin')).toBe('246810');
  });

  test('of a finger counts where something has changed beneath the dialog that it presses in', async () => {
    await preview.till(`memoryTill.switches.refusal = 'no such day'`);
    await register(preview, '18651822226', '王芳', 'held');
    await page.press('F8');
    await shown(page, 'row-S-0001');
    await page.click('row-S-0001');
    await page.click('discard');
    await shown(page, 'discard-reasons');
    await preview.till(`memoryTill.settings.tell({ question: { id: 9, leavesBehind: false,
      needs: 'pin', changes: [{ part: 'address', from: 'https://a.example', to: 'https://b.example' }] } })`);
    await shown(page, 'pin-prompt');
    await page.focus('pin');
    await page.hasLooked();
    await preview.till(`const { outbox } = memoryTill;
      outbox.change(outbox.view().recent[0].requestId, { state: 'accepted' });`);
    await page.until(`!document.querySelector('[data-testid=discard-reasons]')`);
    await tapNow('.pin-pad [data-testid=pad-2]');
    await page.until(`document.querySelector('[data-testid=pin]').value === '2'`, 400);
  });
});
