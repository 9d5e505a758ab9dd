import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder } from './driver/runFolder.ts';
import { canBeSilent, silence } from './silentShare.ts';
import { startGateway, TestTill } from './testTill.ts';

/** How long a till may take for what it does in a second where nothing is in its way (ms). */
const SOON = 15_000;

test.skipIf(!canBeSilent())(
  'a second place on a share that does not answer holds up no start, no save, no sending and no end',
  async () => {
    const gateway = await startGateway();
    const marks = join(freshFolder('share'), 'marks');
    mkdirSync(marks);
    const till = new TestTill(gateway.url, {}, { watermarkFolder: marks });
    onTestFinished(async () => {
      await till.kill();
      await gateway.close();
    });
    await till.start();
    await till.waitForState(await till.register({ mobile: '13800138001' }), 'accepted');
    await till.client.waitUntil(async () => readdirSync(marks).length === 1);
    const [name = ''] = readdirSync(marks);
    const sequence = () =>
      JSON.parse(readFileSync(join(marks, name), 'utf8')).lastSequence as number;
    expect(sequence()).toBe(1);

    const speak = await silence(marks);
    onTestFinished(speak);
    await till.waitForState(await till.register({ mobile: '13800138002' }), 'accepted');
    let began = Date.now();
    await till.stop();
    expect(Date.now() - began).toBeLessThan(SOON);
    began = Date.now();
    await till.start();
    const slip = await till.register({ mobile: '13800138003' });
    expect(Date.now() - began).toBeLessThan(SOON);
    await till.waitForState(slip, 'accepted', SOON + 10_000);
    await till.client
      .$('[data-testid="banner"][data-kind="store.witness-away"]')
      .waitForExist({ timeout: 30_000 });
    await till.stop();

    await speak();
    await till.start();
    await till.client.waitUntil(async () => sequence() === 3, { timeout: SOON });
    expect(gateway.ledger().effects).toHaveLength(3);
  },
);
