import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { ASKABLE, askMain } from './driver/mainProcess.ts';
import { startGateway, TestTill } from './testTill.ts';

/** A page that does not want to end, and one that has ended: neither keeps the till from its work. */
let gateway: Sandbox;
let till: TestTill;

beforeEach(async () => {
  gateway = await startGateway();
  till = await new TestTill(gateway.url, { asUser: true, args: [ASKABLE] }).start();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

/** The answer may be lost with the program. */
const tellMain = (expression: string) => askMain(till.app, expression).catch(() => undefined);

const QUIT = "require('electron').app.quit()";

const PAGE = "require('electron').webContents.getAllWebContents()[0]";
const TYPED = "document.querySelector('[data-testid=phone]')?.value";
const CHOOSE = "Object.assign(document.createElement('input'), { type: 'file' }).click()";

/** Asks to stay, which Chromium heeds once somebody has pressed a key; or never comes to an answer. */
const STUBBORN = {
  'asks to stay': () => {
    window.onbeforeunload = (event) => {
      event.preventDefault();
      event.returnValue = 'stay';
    };
  },
  'hangs when it is to go': () => {
    window.onbeforeunload = () => {
      for (;;);
    };
  },
};

test.each(['asks to stay', 'hangs when it is to go'] as const)(
  'a till is ended although its page %s',
  async (page) => {
    await till.field('name').click();
    await till.client.keys('a');
    await till.client.execute(STUBBORN[page]);
    await tellMain(QUIT);
    const ending = await Promise.race([till.app.ended, pause(15_000, 'it still runs')]);
    expect(ending).toEqual({ code: 0, signal: null });
  },
);

test('a page whose process has ended is there again by itself, with what was typed, and as locked down as before', async () => {
  await till.fill({ mobile: '18634710295', name: '慕容半行' });
  await till.client.pause(1_000);
  void tellMain(`${PAGE}.forcefullyCrashRenderer()`);
  // A page without a process never answers.
  const phone = () =>
    Promise.race([
      pause(2_000, null),
      askMain(till.app, `${PAGE}.executeJavaScript(${JSON.stringify(TYPED)})`).catch(() => null),
    ]);
  await expect.poll(phone, { timeout: 20_000 }).toBe('186 3471 0295');
  await tellMain(
    `${PAGE}.debugger.on('message', (_event, method) => {
      globalThis.chooser ??= method === 'Page.fileChooserOpened' ? method : undefined;
    })`,
  );
  await tellMain(`${PAGE}.executeJavaScript(${JSON.stringify(CHOOSE)}, true)`);
  await expect.poll(() => askMain(till.app, 'globalThis.chooser')).toBe('Page.fileChooserOpened');
});
