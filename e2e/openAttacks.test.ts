import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { ASKABLE, askMain } from './driver/mainProcess.ts';
import { startGateway, TestTill } from './testTill.ts';

/** Attacks that succeed as yet: each test says what is to be, and turns red once it is. */
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

test.fails('a page lays nothing on the disk by itself', async () => {
  await till.client.execute(async () => {
    localStorage.setItem('x', '18634710295-local');
    sessionStorage.setItem('x', '18634710295-session');
    const folder = await navigator.storage.getDirectory();
    const file = await folder.getFileHandle('x', { create: true });
    const writing = await file.createWritable();
    await writing.write('18634710295-file');
    await writing.close();
  });
  await till.stop();
  const found = execFileSync('sh', ['-c', 'grep -rl 18634710295 "$0" || true', till.dataFolder]);
  expect(found.toString()).toBe('');
});

test.fails('a till that wakes from a sleep is locked', async () => {
  // The clock of the page stands still while a PC sleeps: the minutes of the lock do not pass.
  await askMain(
    till.app,
    "['suspend', 'resume'].forEach((sign) => require('electron').powerMonitor.emit(sign))",
  );
  await till.field('lock-screen').waitForExist({ timeout: 3_000 });
});
