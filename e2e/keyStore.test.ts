import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startKeyring } from './driver/keyring.ts';
import { startGateway, TestTill } from './testTill.ts';

const weak = '[data-testid="banner"][data-kind="store.weak-protection"]';

test.runIf(process.platform === 'linux')(
  'with the key store of the system the key lies wrapped, nothing is announced, and the next start opens it',
  async () => {
    const keyring = await startKeyring();
    const gateway = await startGateway({ faults: { rules: [{ action: { type: 'outage' } }] } });
    const till = new TestTill(gateway.url, { env: keyring.env, args: keyring.args });
    onTestFinished(async () => {
      await till.kill();
      await gateway.close();
      await keyring.close();
    });
    await till.start();
    const slip = await till.register({ mobile: '13800138000' });
    const key = keyFileOf(till);
    expect(key.protection).toBe('os');
    // What is wrapped is longer than the 32 bytes of the key, and says how it is wrapped.
    expect(Buffer.from(key.wrapped, 'base64').subarray(0, 3).toString()).toBe('v11');
    expect(await till.client.$(weak).isExisting()).toBe(false);
    await till.kill();

    gateway.setFaults({});
    await till.start();
    await till.waitForState(slip, 'accepted');
    expect(keyFileOf(till)).toEqual(key);
    expect(await till.client.$(weak).isExisting()).toBe(false);

    await till.kill();
    await till.start();
    await till.fill({ mobile: '13800138000' });
    await till.field('known-member').waitForDisplayed();
    expect(await till.field('known-member').getText()).toContain(slip);
  },
);

test.runIf(process.platform === 'linux')(
  'without a key store of the system the till works, and says that the protection is weak',
  async () => {
    const gateway = await startGateway();
    const till = await new TestTill(gateway.url).start();
    onTestFinished(async () => {
      await till.kill();
      await gateway.close();
    });
    expect(keyFileOf(till).protection).toBe('none');
    await till.client.$(weak).waitForDisplayed();
    await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
    await till.fill({ mobile: '13800138000' });
    await till.field('known-member').waitForDisplayed();

    // Beside an open key nothing stays on the disk by which an accepted number could be guessed.
    await till.kill();
    await till.start();
    await till.fill({ mobile: '13800138000', name: '王芳' });
    expect(await till.field('known-member').isExisting()).toBe(false);
  },
);

function keyFileOf(till: TestTill): { protection: string; wrapped: string } {
  return JSON.parse(readFileSync(join(till.dataFolder, 'key.json'), 'utf8')).keys[0];
}
