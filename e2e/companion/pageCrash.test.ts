import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { answerBox, hasHand, openBoxes } from '../driver/systemDialog.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside, FOCUSED, NOBODY, valueIn } from './besideTill.ts';

const APP_PAGE = 'app://tillside/index.html';
const PAGE = "require('electron').webContents.getAllWebContents()[0]";
const CRASH = `${PAGE}.forcefullyCrashRenderer()`;

let gateway: Sandbox;
let till: TestTill;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

/** What a script has done before the page died: it would have the document that died stand at another address. */
const BEFORE: [string, string][] = [
  ['nothing', ''],
  ['another address', "history.pushState(null, '', '/nothing.html')"],
  ['another address in place of its own', "history.replaceState(null, '', '/nothing.html')"],
  ['another fragment', "location.hash = 'x'"],
  [
    'another address of a frame’s',
    "document.body.appendChild(document.createElement('iframe')).contentWindow.parent.history.pushState(null, '', '/nothing.html')",
  ],
  ['another address by the other way', "navigation.navigate('#x', { history: 'push' })"],
];

test.each(BEFORE)(
  'a page that has died once is back as one document, and going back in it loads nothing anew: before, a script has asked for %s',
  async (_what, script) => {
    till = await new TestTill(gateway.url, { args: [ASKABLE] }).start();
    const at = beside(till.app);
    // Whether it is told that it may not differs by the way: what counts is where the page stands then.
    await at.inPage(`window.mark = 1; try { ${script} } catch {} 0`);
    expect(await at.inPage('location.href'), 'no script has its page stand elsewhere').toBe(
      APP_PAGE,
    );
    await at.ask(CRASH).catch(() => undefined);
    await expect
      .poll(() => at.inPage(`window.mark !== 1 && (${valueIn('name')}) !== null`), {
        timeout: 20_000,
      })
      .toBe(true);
    await at.inPage('window.mark = 2; 0');
    // So far a script gets by itself.
    expect(await at.ask(`${PAGE}.canGoToOffset(-2)`), 'into the document that has died').toBe(
      false,
    );
    // That there is somewhere to go back to keeps scripts from closing the window.
    expect(await at.inPage('history.length')).toBe(2);
    await at.ask(`${PAGE}.goBack()`);
    await expect.poll(() => at.ask(`${PAGE}.canGoBack()`)).toBe(false);
    expect(await at.inPage('window.mark')).toBe(2);
  },
);

test('a window that has got to another address of the program’s own is back at the page: nobody is left before a refusal', async () => {
  till = await new TestTill(gateway.url, { args: [ASKABLE] }).start();
  const at = beside(till.app);
  await at.inPage('window.mark = 1; 0');
  // No script gets there; a page whose process was taken over might.
  await at.ask(`void ${PAGE}.loadURL('app://tillside/nothing.html').catch(() => undefined)`);
  await expect.poll(() => at.inPage('window.mark')).not.toBe(1);
  await expect.poll(() => at.ask(`${PAGE}.getURL()`)).toBe(APP_PAGE);
  await expect.poll(() => at.inPage(valueIn('name'))).toBe('');
});

describe.skipIf(!hasHand())('a page that dies three times in a minute', () => {
  test.each([
    ['with a save that waits', true],
    ['with nothing that waits', false],
  ])(
    'gives way to a plain box, and is back with its draft when somebody wants it: %s',
    async (_name, waits) => {
      till = await new TestTill(waits ? NOBODY : gateway.url, { args: [ASKABLE] }).start();
      if (waits) await till.register({ mobile: '13800138000' });
      const at = beside(till.app);
      await till.fill({ mobile: '13900139000', name: '王芳' });
      await till.client.pause(1_000);
      const name = () => at.inPage<string>(valueIn('name'));
      for (const count of [1, 2, 3]) {
        await at.ask(CRASH).catch(() => undefined);
        if (count === 3) break;
        await expect.poll(name, { timeout: 20_000 }).toBe('王芳');
        // The hand goes on where it was.
        await expect.poll(() => at.inPage<string>(FOCUSED)).toBe('name');
      }
      await expect.poll(openBoxes).toBe(1);
      await expect.poll(at.pages).toBe(0);
      answerBox('Return');
      await expect.poll(name, { timeout: 20_000 }).toBe('王芳');
    },
  );
});
