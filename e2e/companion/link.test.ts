import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { spawnApp } from '../driver/spawnApp.ts';
import { startGateway, TestTill } from '../testTill.ts';

let till: TestTill;

beforeEach(async () => {
  const gateway = await startGateway();
  till = await new TestTill(gateway.url).start();
  onTestFinished(async () => {
    await till.kill();
    await gateway.close();
  });
});

/** Opens a link as a desktop does: by another start, which has no data folder of its own. */
const open = (...args: string[]) => spawnApp({ userDataDir: till.dataFolder, args });

const focused = () =>
  till.client.execute(() => (document.activeElement as HTMLElement | null)?.dataset.testid ?? null);

test('a link brings an empty form its focus; whoever writes goes on writing, whatever is in the link', async () => {
  await till.field('name').click();
  expect(await open('tillside://register')).toMatchObject({ code: 0 });
  await expect.poll(focused).toBe('phone');
  await till.fill({ mobile: '13900139000', name: '王' });
  await till.field('name').click();
  for (const evil of [
    '?mobile=13800138000&name=x',
    '/../../settings',
    '?--quit',
    '#--import-queue=x',
  ])
    expect(await open('--', `tillside://register${evil}`)).toMatchObject({ code: 0 });
  expect(await open('tillside://settings?--quit')).toMatchObject({ code: 0 });
  expect(await focused()).toBe('name');
  expect(await till.field('phone').getValue()).toBe('139 0013 9000');
  expect(await till.field('name').getValue()).toBe('王');
  expect(await till.client.getWindowCount()).toBe(1);
});

test('a locked screen stays locked under a link', async () => {
  await till.client.keys('F9');
  const lockScreen = () =>
    till.client.execute(() => document.querySelector('[data-testid=lock-screen]') !== null);
  await expect.poll(lockScreen).toBe(true);
  expect(await open('tillside://register')).toMatchObject({ code: 0 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await lockScreen()).toBe(true);
  expect(await focused()).not.toBe('phone');
});

test('asked to end by another start, a till ends in order; without one that start does nothing', async () => {
  const health = () =>
    JSON.parse(readFileSync(join(till.dataFolder, 'health.json'), 'utf8')) as {
      isRunning: boolean;
    };
  await expect.poll(() => health().isRunning).toBe(true);
  expect(await open('--quit')).toMatchObject({ code: 0 });
  await expect.poll(() => health().isRunning, { timeout: 20_000 }).toBe(false);
  expect(await open('--quit')).toMatchObject({ code: 0, stdout: '' });
  expect(health().isRunning).toBe(false);
});
