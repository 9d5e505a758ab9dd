import { spawnSync } from 'node:child_process';
import { readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { chooseElectron } from '../dev/electron/chooseElectron.ts';
import { projectRoot } from '../dev/projectPaths.ts';
import { freshFolder } from './driver/runFolder.ts';
import { spawnUntilSaid } from './driver/spawnApp.ts';
import { startGateway, TestTill } from './testTill.ts';

/** Another name for a PC is root's to give, and only Linux has one for a single process. */
const canBeOtherHost =
  process.platform === 'linux' &&
  spawnSync('sh', ['-c', 'unshare --uts hostname counter-2']).status === 0;

/** Electron with the app, as on a PC of another name that shares the data folder. */
async function otherHost(): Promise<string> {
  const { path } = await chooseElectron();
  const script = join(freshFolder('host'), 'counter-2');
  const run = `hostname counter-2 && exec "${path}" "${projectRoot}" "$@"`;
  writeFileSync(script, `#!/bin/sh\nexec unshare --uts sh -c '${run}' sh "$@"\n`, { mode: 0o755 });
  return script;
}

test.skipIf(!canBeOtherHost)(
  'story 12: another PC on a shared data folder does not start, the first goes on (needs unshare and root)',
  async () => {
    const gateway = await startGateway();
    const till = await new TestTill(gateway.url).start();
    onTestFinished(async () => {
      await till.kill();
      await gateway.close();
    });
    await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
    const { dataFolder: userDataDir, provisionFile } = till;
    // No PC reaches the socket of another one.
    rmSync(readlinkSync(join(userDataDir, 'SingletonSocket')));
    const executable = await otherHost();
    await spawnUntilSaid({ userDataDir, provisionFile, executable }, '正由另一台电脑');
    await till.waitForState(await till.register({ mobile: '13900139000' }), 'accepted');
    const { effects } = gateway.ledger();
    expect(effects.map(({ fields }) => fields.mobile)).toEqual(['13800138000', '13900139000']);
  },
);

test.skipIf(!canBeOtherHost)(
  'story 12: a till that slept while another PC took over stores nothing more (needs unshare and root)',
  async () => {
    const gateway = await startGateway();
    const till = await new TestTill(gateway.url).start();
    const { dataFolder: userDataDir, provisionFile } = till;
    const executable = await otherHost();
    const other = new TestTill(gateway.url, {
      ...{ userDataDir, provisionFile, executable, windowWithin: 60_000 },
    });
    onTestFinished(async () => {
      await till.kill();
      await other.kill();
      await gateway.close();
    });
    await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
    rmSync(readlinkSync(join(userDataDir, 'SingletonSocket')));
    process.kill(till.app.pid, 'SIGSTOP');
    await other.start();
    await other.waitForState(await other.register({ mobile: '13900139000' }), 'accepted');
    process.kill(till.app.pid, 'SIGCONT');
    await till.fill({ mobile: '13700137000' });
    await till.client.keys('F4');
    const words = () => till.client.$('body').getText();
    await expect
      .poll(words)
      .toMatch(/另一台电脑（counter-2）正在使用本机数据[\s\S]*本机数据已由另一台电脑使用/);
    const { effects } = gateway.ledger();
    expect(effects.map(({ fields }) => fields.mobile)).toEqual(['13800138000', '13900139000']);
  },
);
