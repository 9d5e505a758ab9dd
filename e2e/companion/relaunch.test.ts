import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { spawnApp } from '../driver/spawnApp.ts';
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

/** In the main process: the end waits, and how it would come back is kept. */
const LISTEN = `(() => {
  const { app } = require('electron');
  global.comesBack = [];
  app.relaunch = (options) => global.comesBack.push(options?.args ?? process.argv.slice(1));
  app.on('before-quit', (event) => event.preventDefault());
})()`;

/** With what a till comes back that was started with `args`, and again while it closes. */
async function broughtBack(args: string[]): Promise<string[][]> {
  till = await new TestTill(gateway.url, { args: [ASKABLE] }).start();
  await till.kill();
  await till.start(args);
  const at = beside(till.app);
  await at.ask(LISTEN);
  await at.ask(`require('electron').app.quit()`);
  const { dataFolder: userDataDir } = till;
  for (const _ of [1, 2]) expect(await spawnApp({ userDataDir })).toMatchObject({ code: 0 });
  return at.ask<string[][]>('global.comesBack');
}

test('a till that is started while it closes comes back once, to be seen, also where it had come with the session', async () => {
  const comesBack = await broughtBack(['--hidden']);
  expect(comesBack).toHaveLength(1);
  expect(comesBack[0]).not.toContain('--hidden');
  expect(comesBack[0]?.join(' ')).toContain(`--user-data-dir=${till.dataFolder}`);
});

test('nor is it asked again for what the start before was asked for once', async () => {
  const [args = []] = await broughtBack(['--register', '--import-queue=moved.queue']);
  expect(args.join(' ')).toContain(`--user-data-dir=${till.dataFolder}`);
  expect(args.filter((one) => /register|import-queue|provision/.test(one))).toEqual([]);
});
