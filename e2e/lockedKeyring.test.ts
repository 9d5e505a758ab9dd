import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkOf } from '../main/vault/dataKey.ts';
import { wrapUnderPassword } from '../testing/doubles/wrapUnderPassword.ts';
import { hasKeyring, startKeyring } from './driver/keyring.ts';
import { freshFolder } from './driver/runFolder.ts';
import { spawnUntilSaid } from './driver/spawnApp.ts';
import { startGateway, TestTill } from './testTill.ts';

const MOBILES = ['13800138001', '13800138002'];

/** A till under a real keyring, with saves that wait for the network. */
async function aTill() {
  const keyring = await startKeyring();
  const gateway = await startGateway({ faults: { rules: [{ action: { type: 'outage' } }] } });
  const { env, args } = keyring;
  const till = new TestTill(gateway.url, { env, args, windowWithin: 80_000 });
  onTestFinished(async () => {
    await till.kill();
    await gateway.close();
    await keyring.close();
  });
  await till.start();
  for (const mobile of MOBILES) await till.register({ mobile });
  return { keyring, gateway, till };
}

/** What of the till lies in its folder, byte for byte; Chromium's own files and the log are no part of it. */
function filesOf({ dataFolder }: TestTill): Record<string, string> {
  const names = readdirSync(dataFolder).filter((name) =>
    /^(?:key|settings|pin|draft|outbox|audit|aside)/.test(name),
  );
  const contents = names.map((name) => {
    const path = join(dataFolder, name);
    const hash = createHash('sha256');
    return [
      name,
      statSync(path).isFile() ? hash.update(readFileSync(path)).digest('hex') : 'folder',
    ];
  });
  return Object.fromEntries(contents);
}

const idsOf = async (till: TestTill) =>
  (await till.outbox()).recent.map(({ requestId }) => requestId).sort();

/** The same saves leave, each once. */
async function leavesOnce(
  { till, gateway }: Awaited<ReturnType<typeof aTill>>,
  ids: string[],
  mobiles: string[],
): Promise<void> {
  expect(await idsOf(till)).toEqual(ids);
  gateway.setFaults({});
  await till.sendNow();
  for (const { slip } of (await till.outbox()).recent) await till.waitForState(slip, 'accepted');
  const { effects, replays } = gateway.ledger();
  expect(effects.map((effect) => effect.fields.mobile).sort()).toEqual(mobiles);
  expect(replays).toEqual({});
}

test.skipIf(!hasKeyring()).each([
  ['of basic_text', 'peanuts', 'v10'],
  ['that is empty', '', 'v11'],
] as const)(
  'beside a real keyring a key under the password %s opens no till: anybody can have wrapped it (not where gnome-keyring is missing)',
  async (_which, password, prefix) => {
    const keyring = await startKeyring();
    onTestFinished(() => keyring.close());
    const userDataDir = freshFolder('till');
    const key = Buffer.alloc(32, 7);
    const wrapped = wrapUnderPassword(key, password, prefix).toString('base64');
    const entry = { protection: 'os', wrapped, check: checkOf(key), hashing: null };
    const keys = [{ ...entry, rotation: 0, recovery: [] }];
    writeFileSync(join(userDataDir, 'key.json'), JSON.stringify({ format: 2, keys }));
    const { env, args } = keyring;
    await spawnUntilSaid({ userDataDir, env, args }, '密钥服务');
  },
);

test.skipIf(!hasKeyring())(
  'with a keyring that is locked the till waits and says so, writes nothing, and opens the same queue once it is unlocked (not where gnome-keyring is missing)',
  async () => {
    const shop = await aTill();
    const { till, keyring } = shop;
    // It is asked once: a till that is open goes on.
    keyring.lock();
    await till.register({ mobile: '13800138003' });
    const ids = await idsOf(till);
    await till.kill();
    const before = filesOf(till);
    expect(before).toHaveProperty('key.json');

    const { dataFolder: userDataDir, provisionFile } = till;
    const { env, args } = keyring;
    await spawnUntilSaid({ userDataDir, provisionFile, env, args }, '密钥服务');
    expect(filesOf(till)).toEqual(before);

    await keyring.unlock();
    await till.start();
    await leavesOnce(shop, ids, [...MOBILES, '13800138003']);
  },
);

test.skipIf(!hasKeyring())(
  'with a keyring that was killed and has come back locked the window asks after a minute, nothing is written meanwhile, and trying again once it is unlocked opens the same queue (not where gnome-keyring is missing)',
  async () => {
    const shop = await aTill();
    const { till, keyring } = shop;
    await keyring.kill();
    await till.register({ mobile: '13800138003' });
    const ids = await idsOf(till);
    await till.kill();
    const before = filesOf(till);

    await till.start([], 'key-screen');
    expect(await till.field('key-screen').getText()).toContain('密钥服务没有启动');
    expect(filesOf(till)).toEqual(before);

    // Chromium asks once in its life: whoever tries again ends this program for another one.
    await keyring.unlock();
    const { ended } = till.app;
    await till.field('key-again').click();
    expect((await ended).code).toBe(0);
    await till.kill();
    expect(filesOf(till)).toEqual(before);
    await till.start();
    await leavesOnce(shop, ids, [...MOBILES, '13800138003']);
  },
  150_000,
);
