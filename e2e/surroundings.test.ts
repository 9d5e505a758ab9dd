import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder } from './driver/runFolder.ts';
import { spawnUntilSaid } from './driver/spawnApp.ts';
import { startGateway, TestTill } from './testTill.ts';

async function startTill(url: string, env: NodeJS.ProcessEnv = {}): Promise<TestTill> {
  const till = new TestTill(url, { env });
  onTestFinished(() => till.kill());
  return till.start();
}

test('a proxy that somebody has written into Chromium’s own preferences carries no call', async () => {
  let heard = 0;
  const proxy = createTcpServer((socket) => {
    heard += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  const { port } = proxy.address() as AddressInfo;
  const gateway = await startGateway();
  onTestFinished(() => gateway.close());
  const till = await startTill(gateway.url);
  await till.stop();
  const server = `127.0.0.1:${port}`;
  const settings = { mode: 'fixed_servers', server, bypass_list: '<-loopback>' };
  writeFileSync(join(till.dataFolder, 'Preferences'), JSON.stringify({ proxy: settings }));
  await till.start();
  const slip = await till.register({ mobile: '13800138000' });
  await till.field(`line-${slip}`).waitForExist();
  await expect.poll(() => gateway.ledger().effects.length, { timeout: 10_000 }).toBe(1);
  expect(heard).toBe(0);
});

/** Nothing on the disk, and 30 GB to whoever reads it. */
const endless = (path: string) => {
  writeFileSync(path, '');
  truncateSync(path, 30 * 1024 ** 3);
};

const NAMES = ['Preferences', 'Local State', 'Network Persistent State', 'Crashpad/client_id'];
const IN_ITS_PLACE = [
  (path: string) => execFileSync('sh', ['-c', 'mkfifo "$0"', path]),
  mkdirSync,
  endless,
];

test(`a till starts where a pipe, a folder or a file of any length has the place of Chromium’s “${NAMES.join('”, “')}”`, async () => {
  const gateway = await startGateway();
  onTestFinished(() => gateway.close());
  const till = await startTill(gateway.url);
  const others = (name: string) =>
    readdirSync(dirname(join(till.dataFolder, name))).filter((one) =>
      one.startsWith(`${basename(name)}.other-`),
    );
  // At each start something else has the place of each.
  for (const round of IN_ITS_PLACE.keys()) {
    await till.stop();
    for (const [number, name] of NAMES.entries()) {
      const path = join(till.dataFolder, name);
      rmSync(path, { recursive: true, force: true });
      mkdirSync(dirname(path), { recursive: true });
      IN_ITS_PLACE[(round + number) % IN_ITS_PLACE.length]?.(path);
    }
    await till.start();
    for (const name of NAMES) expect(others(name), name).toHaveLength(round + 1);
  }
});

test('where no data folder can be made the program says so', async () => {
  const file = join(freshFolder('place'), 'file');
  writeFileSync(file, '');
  const userDataDir = join(file, 'data');
  await spawnUntilSaid({ userDataDir }, `The data folder cannot be made (${userDataDir} ENOTDIR)`);
});
