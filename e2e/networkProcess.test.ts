import { expect, onTestFinished, test } from 'vitest';
import { networkProcessOf } from './networkProcess.ts';
import { startGateway, TestTill } from './testTill.ts';

test.skipIf(process.platform !== 'linux')(
  'a network process that has crashed is followed by another one: the till goes on sending, without a restart',
  async () => {
    const gateway = await startGateway();
    const till = await new TestTill(gateway.url).start();
    onTestFinished(async () => {
      await till.kill();
      await gateway.close();
    });
    await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
    for (const mobile of ['13800138001', '13800138002']) {
      const before = networkProcessOf(till.app.pid);
      expect(before).not.toBeNull();
      process.kill(before ?? 0, 'SIGKILL');
      await till.client.waitUntil(async () => networkProcessOf(till.app.pid) !== before);
      await till.waitForState(await till.register({ mobile }), 'accepted', 40_000);
    }
    expect(gateway.ledger().effects).toHaveLength(3);
    // The page, too, loads what it has not loaded yet.
    await till.client.keys('F8');
    await till.field('queue-rows').waitForDisplayed();
  },
);
