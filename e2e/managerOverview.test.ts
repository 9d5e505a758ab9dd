import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { ASKABLE, askMain } from './driver/mainProcess.ts';
import { freshFolder } from './driver/runFolder.ts';
import { OPERATOR, startGateway, TestTill } from './testTill.ts';

const PIN = '246810';

/** An outage of less is none (ms). */
const SHORTEST_OUTAGE = 10_000;

let gateway: Sandbox;
let till: TestTill;

beforeEach(async () => {
  gateway = await startGateway();
  till = new TestTill(gateway.url, { args: [ASKABLE] }, { managerPin: PIN });
  await till.start();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

async function openOverview(): Promise<void> {
  await till.field('manager').click();
  await till.field('pin').waitForDisplayed();
  await till.field('pin').addValue(PIN);
  await till.field('pin-send').click();
  await till.field('overview').waitForDisplayed();
}

/** What a figure has as its table. */
const numbersOf = (figure: string): Promise<string> =>
  till.client.execute(
    (name: string) =>
      document.querySelector(`[data-testid=overview-${name}] table`)?.textContent ?? '',
    figure,
  );

/**
 * By itself, or at once where it is still waiting for its next try: looked for and clicked in one
 * turn of the page, since the button goes when the till sends by itself.
 */
const sendNowIfOffered = (): Promise<void> =>
  till.client.execute(() => {
    document.querySelector<HTMLElement>('[data-testid="send-now"]')?.click();
  });

/** How often the page has refused something for its policy. */
const COMPLAINTS = `(() => {
  const { webContents } = require('electron');
  globalThis.complaints = [];
  webContents.getAllWebContents()[0].on('console-message', (_event, level, message) => {
    if (level >= 2) globalThis.complaints.push(message);
  });
})()`;

/** In the place of the dialog, which nobody answers here: what would be printed, into a file. */
const printInto = (file: string) => `(() => {
  const { webContents } = require('electron');
  const { writeFileSync } = require('node:fs');
  const [contents] = webContents.getAllWebContents();
  globalThis.asked = [];
  contents.print = (options, callback) => {
    globalThis.asked.push(options);
    contents.printToPDF({ pageSize: 'A4' }).then((pdf) => {
      writeFileSync(${JSON.stringify(file)}, pdf);
      callback(true, '');
    }, (error) => callback(false, String(error)));
  };
})()`;

test('who was registered and when nothing could be sent is seen by the manager, read out as tables, and printed by the program', async () => {
  await askMain(till.app, COMPLAINTS);
  const first = await till.register({ mobile: '13800138001', name: '王芳' });
  await till.waitForState(first, 'accepted');
  gateway.setFaults({ rules: [{ action: { type: 'outage' } }] });
  await till.register({ mobile: '13800138002', name: '李娜' });
  await new Promise((resolve) => setTimeout(resolve, SHORTEST_OUTAGE + 2_000));
  await openOverview();
  expect(await numbersOf('states')).toContain('已入会');
  expect(await numbersOf('operators')).toContain(`${OPERATOR.name} (${OPERATOR.id})2`);
  expect(await numbersOf('outages')).toMatch(/还没恢复(连不上平台|平台繁忙)/);
  expect(await till.client.execute(() => document.querySelectorAll('.overview svg').length)).toBe(
    5,
  );

  const file = join(freshFolder('print'), 'overview.pdf');
  await askMain(till.app, printInto(file));
  await till.field('overview-print').click();
  await expect.poll(() => askMain(till.app, 'globalThis.asked.length')).toBe(1);
  await till.client.waitUntil(async () => readIfThere(file) !== '', { timeout: 20_000 });
  expect(await till.field('overview-print-failure').getText()).toBe('');
  expect(readIfThere(file)).toContain('%PDF-');
  expect(await askMain(till.app, 'globalThis.asked')).toEqual([
    { silent: false, printBackground: false },
  ]);
  const pages = readIfThere(file).match(/\/Type\s*\/Page\b/g) ?? [];
  expect(pages.length).toBeGreaterThanOrEqual(2);
  expect(pages.length).toBeLessThanOrEqual(4);

  gateway.setFaults({ rules: [] });
  await till.field('manager-close').click();
  await sendNowIfOffered();
  await expect.poll(async () => (await till.outbox()).waiting, { timeout: 60_000 }).toBe(0);
  await openOverview();
  expect(await numbersOf('outages')).not.toContain('还没恢复');
  expect(await numbersOf('outages')).toMatch(/\d+秒(连不上平台|平台繁忙)/);
  expect(await askMain(till.app, 'globalThis.complaints')).toEqual([]);
});

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
