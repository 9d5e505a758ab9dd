import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { ASKABLE, askMain } from './driver/mainProcess.ts';
import { startGateway, TestTill } from './testTill.ts';

/** A page whose script has Chromium hold the main process up, or fill it, by a way that nobody takes out. */
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

const PAGE = "require('electron').webContents.getAllWebContents()[0]";

/** Runs it in the page and does not wait for its end, which may never come. */
const beginInPage = (script: string) =>
  askMain(till.app, `void ${PAGE}.executeJavaScript(${JSON.stringify(script)}).catch(() => 0)`);

const inPage = <Answer>(script: string) =>
  askMain<Answer>(till.app, `${PAGE}.executeJavaScript(${JSON.stringify(script)})`);

const log = () => readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');

// With each change in a field all that stands in any of them goes to the main process, as long as it may be.
const LONG_FIELDS = `(async () => {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const field = () => document.body.appendChild(document.createElement('textarea'));
  for (let n = 0; n < 10; n += 1) {
    field().value = n + 'y'.repeat(30_000_000);
    await pause(300);
  }
  const small = field();
  for (let n = 0; ; n += 1) {
    small.value = String(n);
    await pause(500);
  }
})()`;

const ENDED = 'page ended: it cost the program too much';

/** The page is there again, with this name in its form and nothing of a script’s. */
const isBack = async (name: string) => {
  // A page without a process never answers.
  const typed = () =>
    Promise.race([inPage("document.querySelector('[data-testid=name]')?.value"), pause(1_000)]);
  await expect.poll(typed, { timeout: 60_000 }).toBe(name);
  expect(await inPage("document.querySelectorAll('textarea').length")).toBe(1);
};

test('is ended while the main process stands still, and is there again with what the cashier has typed', async () => {
  await till.fill({ mobile: '18634710295', name: '慕容半行' });
  await till.client.pause(1_000);
  await askMain(
    till.app,
    'for (const from = process.cpuUsage(), used = () => process.cpuUsage(from); used().user + used().system < 9e6; );',
  );
  await expect.poll(log).toContain(`${ENDED} {"of":"time"}`);
  await isBack('慕容半行');
}, 240_000);

test('is ended with its script where that fills the main process with what stands in fields that nobody sees', async () => {
  await till.fill({ mobile: '18634710295', name: '慕容半行' });
  await till.client.pause(1_000);
  await beginInPage(LONG_FIELDS);
  await expect.poll(log, { timeout: 170_000 }).toContain(ENDED);
  await isBack('慕容半行');
}, 260_000);
