import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Bridge } from '../app/ipc/bridge.ts';
import type { AppOptions } from './driver/launch.ts';
import { freshFolder } from './driver/runFolder.ts';
import { spawnApp } from './driver/spawnApp.ts';
import { canBeSilent, silence } from './silentShare.ts';
import { startGateway, TestTill } from './testTill.ts';

const PIN = '246810';

/** A till whose provisioning lies on a share that has stopped to answer. */
async function tillOnShare() {
  const gateway = await startGateway();
  const share = freshFolder('share');
  const provisionFile = join(share, 'provision.json');
  const options: Partial<AppOptions> = { provisionFile };
  const till = new TestTill(gateway.url, options, { managerPin: PIN });
  copyFileSync(till.provisionFile, provisionFile);
  await till.start();
  const speak = await silence(share);
  onTestFinished(async () => {
    await speak();
    await till.kill();
    await gateway.close();
  });
  return { till, provisionFile };
}

const isToldOf = (till: TestTill) =>
  till.client.$('[data-testid="banner"][data-kind="provision.not-read"]').waitForExist({
    timeout: 30_000,
  });

test.skipIf(!canBeSilent())(
  'a running till goes on while its file lies on a share that does not answer',
  async () => {
    const { till, provisionFile } = await tillOnShare();
    // Each look takes up to eight seconds beside the start of a process.
    await till.client.setTimeout({ script: 60_000 });
    const openings = till.client.execute(async (pin) => {
      const { tillside } = window as unknown as { tillside: Bridge };
      const all = [1, 2, 3, 4].map(() => tillside.getSettings({ pin }));
      return (await Promise.all(all)).map((reply) => reply.ok && reply.value.openFile);
    }, PIN);
    const second = spawnApp({ userDataDir: till.dataFolder, provisionFile }, 60_000);
    second.catch(() => undefined);
    await till.register({ mobile: '13800138000' });
    await isToldOf(till);
    expect(await openings).toEqual(Array(4).fill(provisionFile));
  },
);

test.skipIf(!canBeSilent())(
  'a till that has settings starts while its file lies on a share that does not answer',
  async () => {
    const { till } = await tillOnShare();
    await till.stop();
    await till.start();
    await isToldOf(till);
    await till.register({ mobile: '13800138000' });
  },
);
