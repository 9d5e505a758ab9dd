import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import type { FullWindowChoices } from '../../app/settings/windowChoices.ts';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside, chooseWindow, PIN } from './besideTill.ts';

let gateway: Sandbox;
let till: TestTill;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

async function start(window: Provision['window'] = {}): Promise<ReturnType<typeof beside>> {
  till = new TestTill(gateway.url, { args: [ASKABLE] }, { window, managerPin: PIN });
  await till.start();
  return beside(till.app);
}

const SCREEN = "require('electron').screen.getPrimaryDisplay().workArea";
const FIRST = "require('electron').BrowserWindow.getAllWindows()[0]";

test('the window is where it was left, as large as it was left', async () => {
  let at = await start();
  await at.ask(`${FIRST}.setBounds({ x: 60, y: 40, width: 640, height: 700 })`);
  await expect.poll(at.bounds).toEqual({ x: 60, y: 40, width: 640, height: 700 });
  // It is kept once it has come to rest.
  await till.client.pause(1_500);
  await till.stop();
  await till.start();
  at = beside(till.app);
  await expect.poll(at.bounds).toEqual({ x: 60, y: 40, width: 640, height: 700 });
});

test.each(['left', 'right'] as const)('a strip stands along the %s edge', async (dock) => {
  const at = await start({ dock, alwaysOnTop: true });
  const area = await at.ask<Record<'x' | 'y' | 'width' | 'height', number>>(SCREEN);
  const x = dock === 'left' ? area.x : area.x + area.width - 420;
  await expect.poll(at.bounds).toEqual({ x, y: area.y, width: 420, height: area.height });
  expect(await at.ask(`${FIRST}.isAlwaysOnTop()`)).toBe(true);
});

test('what the manager chooses holds at once, and a strip that is given up leaves the window where it was before', async () => {
  const at = await start();
  const before = await at.bounds();
  const choose = (window: Partial<FullWindowChoices>) =>
    till.client.execute(chooseWindow, window, PIN);
  await choose({ dock: 'right', alwaysOnTop: true });
  await expect.poll(async () => (await at.bounds()).width).toBe(420);
  expect(await at.ask(`${FIRST}.isAlwaysOnTop()`)).toBe(true);
  await choose({ dock: 'none', alwaysOnTop: false });
  await expect.poll(at.bounds).toEqual(before);
  expect(await at.ask(`${FIRST}.isAlwaysOnTop()`)).toBe(false);
});

test('a kiosk fills the screen, and nobody closes it', async () => {
  const at = await start({ kiosk: true });
  await at.close();
  await till.client.pause(1_000);
  expect(await at.ask(`${FIRST}.isKiosk()`)).toBe(true);
  expect([await at.pages(), await at.isVisible()]).toEqual([1, true]);
});
