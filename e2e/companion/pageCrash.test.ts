import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { answerBox, hasHand, openBoxes } from '../driver/systemDialog.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside, FOCUSED, NOBODY, valueIn } from './besideTill.ts';

const CRASH = "require('electron').webContents.getAllWebContents()[0].forcefullyCrashRenderer()";

let gateway: Sandbox;
let till: TestTill;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

test('a page that has died once is back as one document: going back in it loads nothing anew', async () => {
  till = await new TestTill(gateway.url, { args: [ASKABLE] }).start();
  const at = beside(till.app);
  const PAGE = "require('electron').webContents.getAllWebContents()[0]";
  await at.inPage('window.mark = 1; 0');
  await at.ask(CRASH).catch(() => undefined);
  await expect
    .poll(() => at.inPage(`window.mark !== 1 && (${valueIn('name')}) !== null`), {
      timeout: 20_000,
    })
    .toBe(true);
  await at.inPage('window.mark = 2; 0');
  // So far a script gets by itself.
  expect(await at.ask(`${PAGE}.canGoToOffset(-2)`), 'into the document that has died').toBe(false);
  // That there is somewhere to go back to keeps scripts from closing the window.
  expect(await at.inPage('history.length')).toBe(2);
  await at.ask(`${PAGE}.goBack()`);
  await expect.poll(() => at.ask(`${PAGE}.canGoBack()`)).toBe(false);
  expect(await at.inPage('window.mark')).toBe(2);
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
