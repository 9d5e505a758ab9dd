import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder } from './driver/runFolder.ts';
import { spawnApp } from './driver/spawnApp.ts';
import { startGateway, TestTill } from './testTill.ts';

const PASSPHRASE = 'correct horse battery';

test('a queue moves to another till with its ids: the first stops sending, the second sends each once', async () => {
  const gateway = await startGateway({ faults: { rules: [{ action: { type: 'outage' } }] } });
  const from = await new TestTill(gateway.url).start();
  const to = new TestTill(gateway.url);
  onTestFinished(async () => {
    await from.kill();
    await to.kill();
    await gateway.close();
  });
  const ids: string[] = [];
  for (const mobile of ['13800138001', '13800138002']) {
    const slip = await from.register({ mobile, name: '王芳' });
    ids.push((await from.line(slip))?.requestId ?? '');
  }
  await from.stop();

  const file = join(freshFolder('move'), 'queue.json');
  const move = (till: TestTill, direction: string, passphrase: string) =>
    spawnApp({
      userDataDir: till.dataFolder,
      args: [`--${direction}-queue=${file}`],
      env: { TILLSIDE_PASSPHRASE: passphrase },
    });
  expect(await move(from, 'export', 'short')).toMatchObject({ code: 2 });
  expect(await move(from, 'export', PASSPHRASE)).toMatchObject({
    code: 0,
    stdout: `2 saves moved into ${file}; this till no longer sends them.\n`,
  });
  expect(readFileSync(file, 'utf8')).not.toContain('13800138001');
  expect(await move(to, 'import', 'another passphrase')).toMatchObject({ code: 1 });
  const twice = [await move(to, 'import', PASSPHRASE), await move(to, 'import', PASSPHRASE)];
  expect(twice.map(({ stdout }) => stdout)).toEqual([
    '2 saves taken over, 0 were here already.\n',
    '0 saves taken over, 2 were here already.\n',
  ]);

  gateway.setFaults({});
  await from.start();
  await to.start();
  await to.client.waitUntil(async () => (await to.outbox()).counts.accepted === 2, {
    timeout: 20_000,
  });
  expect((await from.outbox()).counts).toMatchObject({ pending: 0, discarded: 2, accepted: 0 });
  expect(gateway.ledger().effects.map((effect) => effect.requestId)).toEqual(ids);
  expect(gateway.ledger().replays).toEqual({});
});
