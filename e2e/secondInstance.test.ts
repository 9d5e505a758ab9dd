import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { spawnApp } from './driver/spawnApp.ts';
import { startGateway, TestTill } from './testTill.ts';

test('story 12: a second start on one data folder hands over to the first, which alone goes on', async () => {
  const gateway = await startGateway();
  const till = await new TestTill(gateway.url).start();
  onTestFinished(async () => {
    await till.kill();
    await gateway.close();
  });
  await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
  await till.fill({ mobile: '13900139000', name: '王芳' });

  const { dataFolder: userDataDir, provisionFile } = till;
  expect(await spawnApp({ userDataDir, provisionFile })).toMatchObject({
    code: 0,
    stdout:
      'Tillside is already running on this data folder: switched to it.\n' +
      "It gets the provisioning; for another brand, address, app or PIN its window asks for the manager's PIN.\n",
  });

  expect(await till.client.getWindowCount()).toBe(1);
  expect(await till.field('name').getValue()).toBe('王芳');
  await till.client.keys('F4');
  const slip = await till.confirmedSlip();
  expect(slip).toBe('S-0002');
  await till.waitForState(slip, 'accepted');
  const { effects, requests } = gateway.ledger();
  expect(effects.map((effect) => effect.fields.mobile)).toEqual(['13800138000', '13900139000']);
  expect(requests).toHaveLength(2);
});

test('a second start while the window asks about the key brings that window to the front', async () => {
  const gateway = await startGateway();
  const till = await new TestTill(gateway.url).start();
  const other = new TestTill(gateway.url);
  onTestFinished(async () => {
    await till.kill();
    await other.kill();
    await gateway.close();
  });
  await till.stop();
  const keyFile = join(till.dataFolder, 'key.json');
  writeFileSync(keyFile, readFileSync(keyFile, 'utf8').slice(1));
  await till.start([], 'key-screen');
  const hasFocus = () => till.client.execute(() => document.hasFocus());
  // Whatever comes up last is in front: another program's window here.
  await other.start();
  await expect.poll(hasFocus).toBe(false);

  const { dataFolder: userDataDir, provisionFile } = till;
  expect(await spawnApp({ userDataDir, provisionFile })).toMatchObject({ code: 0 });
  await expect.poll(hasFocus).toBe(true);
});
