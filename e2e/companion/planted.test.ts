import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside } from './besideTill.ts';

let gateway: Sandbox;
let till: TestTill;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

/** What a till may be without: where the window was, how large its text is, how it is, what it logged. */
const DISPENSABLE = ['window.json', 'health.json', 'logs/tillside.1.log', 'logs/tillside.4.log'];

/** In the place of each. */
const everywhere = (plant: (path: string) => void) => (folder: string) => {
  for (const name of DISPENSABLE) {
    rmSync(join(folder, name), { force: true });
    plant(join(folder, name));
  }
};
const sparse = (name: string) => (folder: string) => {
  writeFileSync(join(folder, name), '');
  truncateSync(join(folder, name), 600 * 2 ** 20);
};
const ODD_PLACE = {
  place: {
    bounds: { x: -100_000, y: 100_000, width: 1, height: 100_000 },
    isMaximized: true,
  },
  hasSaidTray: true,
  startsAtSignIn: true,
  touchKeyboard: false,
};

const PLANTED: [string, (folder: string) => void][] = [
  ['a window.json of 600 MB', sparse('window.json')],
  ['a text-size.json of 600 MB', sparse('text-size.json')],
  ['pipes', everywhere((path) => execFileSync('sh', ['-c', 'mkfifo "$0"', path]))],
  ['folders', everywhere((path) => mkdirSync(join(path, 'x'), { recursive: true }))],
  ['links', everywhere((path) => symlinkSync('/etc/hostname', path))],
  [
    'JSON of any depth',
    (folder) => writeFileSync(join(folder, 'window.json'), '['.repeat(200_000)),
  ],
  [
    'a place where no screen is',
    (folder) => writeFileSync(join(folder, 'window.json'), JSON.stringify(ODD_PLACE)),
  ],
];

describe.skipIf(process.platform === 'win32')('no till is kept from opening by', () => {
  test.each(PLANTED)('%s in the place of what it may be without', async (_what, plant) => {
    till = await new TestTill(gateway.url, { args: [ASKABLE] }).start();
    await till.kill();
    plant(till.dataFolder);
    await till.start();
    await expect.poll(beside(till.app).isVisible).toBe(true);
  });
});
