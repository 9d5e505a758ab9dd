import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { encodeLine } from '../main/journal/journalLine.ts';
import { launch } from './driver/launch.ts';
import { spawnUntilSaid } from './driver/spawnApp.ts';
import { startGateway, TestTill } from './testTill.ts';

test('story 12: two starts at the same instant on one data folder: one hands over, each save is sent once', async () => {
  const gateway = await startGateway({ faults: { rules: [{ action: { type: 'outage' } }] } });
  const till = await new TestTill(gateway.url).start();
  onTestFinished(async () => {
    await till.kill();
    await gateway.close();
  });
  for (const mobile of ['13800138001', '13800138002', '13800138003'])
    await till.register({ mobile });
  await till.kill();
  gateway.setFaults({});

  const options = { userDataDir: till.dataFolder, provisionFile: till.provisionFile };
  const started = await Promise.all([launch(options), launch(options)]);
  const first = await Promise.race(started.map(({ child }) => child.ended.then(() => child)));
  expect((await first.ended).code).toBe(0);
  const other = started.find(({ child }) => child !== first);
  while (gateway.ledger().effects.length < 3)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(other?.child.process.exitCode).toBeNull();
  await other?.child.kill();
  const sent = gateway.ledger().effects.map((effect) => effect.fields.mobile);
  expect([...sent].sort()).toEqual(['13800138001', '13800138002', '13800138003']);
  expect(gateway.ledger().replays).toEqual({});
});

test('a key file that is damaged is a question in the window; a new queue sets everything aside together', async () => {
  const gateway = await startGateway({ faults: { rules: [{ action: { type: 'outage' } }] } });
  const till = await new TestTill(gateway.url).start();
  onTestFinished(async () => {
    await till.kill();
    await gateway.close();
  });
  await till.register({ mobile: '13800138000' });
  await till.stop();
  const journal = readdirSync(till.dataFolder).find((name) => name.endsWith('.journal')) ?? '';
  const keyFile = join(till.dataFolder, 'key.json');
  const key = readFileSync(keyFile, 'utf8');
  writeFileSync(keyFile, key.slice(1));

  // It opens by itself when it can, with the question still on the screen.
  await till.start([], 'key-screen');
  writeFileSync(keyFile, key);
  await till.field('key-again').click();
  await till.field('phone').waitForExist();
  await till.stop();

  const bytes = readFileSync(join(till.dataFolder, journal));
  writeFileSync(keyFile, key.slice(1));
  await till.start([], 'key-screen');
  expect(readFileSync(join(till.dataFolder, journal))).toEqual(bytes);
  await till.field('key-new').click();
  await till.field('key-begin').click();
  await till.field('phone').waitForExist();
  const aside = readdirSync(till.dataFolder).find((name) => name.startsWith('aside-')) ?? '';
  expect(readFileSync(join(till.dataFolder, aside, journal))).toEqual(bytes);
  expect(readFileSync(join(till.dataFolder, aside, 'key.json'), 'utf8')).toBe(key.slice(1));
  // The slip numbers go on: the old ones are on customers' slips.
  expect(await till.register({ mobile: '13900139000' })).toBe('S-0002');
});

test('a key store that is missing at one start is waited for with words, and nothing is lost', async () => {
  const gateway = await startGateway({ faults: { rules: [{ action: { type: 'outage' } }] } });
  const till = await new TestTill(gateway.url).start();
  onTestFinished(async () => {
    await till.kill();
    await gateway.close();
  });
  const slip = await till.register({ mobile: '13800138000' });
  await till.stop();
  const keyFile = join(till.dataFolder, 'key.json');
  const key = readFileSync(keyFile, 'utf8');
  writeFileSync(keyFile, key.replace('"none"', '"os"'));
  const { dataFolder: userDataDir, provisionFile } = till;
  await spawnUntilSaid({ userDataDir, provisionFile }, '密钥服务');
  writeFileSync(keyFile, key);
  await till.start();
  expect((await till.line(slip))?.state).toBe('pending');
});

test('data of a newer version is refused with words, and stays as it is', async () => {
  const gateway = await startGateway();
  const till = await new TestTill(gateway.url).start();
  onTestFinished(async () => {
    await till.kill();
    await gateway.close();
  });
  await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
  await till.stop();
  const name = readdirSync(till.dataFolder).find((one) => one.endsWith('.journal')) ?? '';
  const path = join(till.dataFolder, name);
  const header = { format: 99, kind: 'journal', generation: 1, after: 0, lastSequence: 0 };
  const line = encodeLine(`H ${JSON.stringify(header)}`);
  writeFileSync(path, line);
  const { dataFolder: userDataDir, provisionFile } = till;
  await spawnUntilSaid({ userDataDir, provisionFile }, '更新的版本');
  expect(readFileSync(path, 'latin1')).toBe(line);
});
