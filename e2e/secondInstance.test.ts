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
