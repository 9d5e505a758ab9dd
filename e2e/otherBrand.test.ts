import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bridge } from '../app/ipc/bridge.ts';
import type { Provision } from '../app/settings/provision.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { auditLines } from './auditLines.ts';
import type { AppOptions } from './driver/launch.ts';
import { freshFolder } from './driver/runFolder.ts';
import { spawnApp } from './driver/spawnApp.ts';
import { startGateway, TestTill } from './testTill.ts';

const PIN = '246810';
const OTHER_ACCOUNT = { appKey: '87654321', appSecret: 'other-secret-not-real' };
const OTHER_BRAND = '99999';

let gateway: Sandbox;
let otherGateway: Sandbox;
let till: TestTill;
beforeEach(async () => {
  gateway = await startGateway({ faults: { rules: [{ action: { type: 'outage' } }] } });
  otherGateway = await startGateway(OTHER_ACCOUNT);
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
  await otherGateway.close();
});

const own = (): Provision => JSON.parse(readFileSync(till.provisionFile, 'utf8'));
const other = (): Provision => ({
  ...own(),
  gateway: { url: otherGateway.url, ...OTHER_ACCOUNT },
  brandId: OTHER_BRAND,
});

/** Without a PIN in it, unless there is to be one. */
function fileOf(
  { managerPin: _, ...provision }: Provision,
  folder = freshFolder('provision'),
): string {
  const file = join(folder, 'provision.json');
  writeFileSync(file, JSON.stringify(provision), { mode: 0o644 });
  chmodSync(folder, 0o755);
  return file;
}

async function startAgainWith(provisionFile: string, more: Partial<AppOptions> = {}) {
  const { dataFolder: userDataDir } = till;
  expect((await spawnApp({ userDataDir, provisionFile, ...more })).code).toBe(0);
}

async function givePin(pin: string): Promise<void> {
  await till.field('pin').waitForDisplayed();
  await till.field('pin').addValue(pin);
  await till.field('pin-send').click();
}

const brand = async () => {
  const reply = await till.client.execute(() =>
    (window as unknown as { tillside: Bridge }).tillside.getTill(),
  );
  return reply.ok ? reply.value.brandId : '';
};
const mobilesAt = (at: Sandbox) => at.ledger().effects.map(({ fields }) => fields.mobile);
/** What was decided, and not how the till was set up. */
const audited = () =>
  auditLines(till.dataFolder).filter(
    ({ action, reason }) => !/^(?:trail|pin)\./.test(action) && reason !== 'first',
  );

describe('a till whose saves wait, and a second start with the file of another brand', () => {
  beforeEach(async () => {
    till = await new TestTill(gateway.url, {}, { managerPin: PIN }).start();
    for (const mobile of ['13800138001', '13800138002']) await till.register({ mobile });
  });

  test('the window asks, nothing of them reaches the other brand, and the way back sends them', async () => {
    const otherFile = fileOf(other());
    await startAgainWith(otherFile);
    await till.field('provision-changes').waitForDisplayed();
    const shown = await till.field('provision-changes').getText();
    for (const part of [OTHER_BRAND, otherGateway.url, OTHER_ACCOUNT.appKey])
      expect(shown).toContain(part);
    expect(shown).not.toContain(OTHER_ACCOUNT.appSecret);
    await till.field('pin-cancel').click();
    await till.field('pin-prompt').waitForExist({ reverse: true });
    expect(await brand()).toBe(own().brandId);
    expect((await till.outbox()).counts).toMatchObject({ held: 0 });

    await startAgainWith(otherFile);
    await givePin('1111');
    await till.client.waitUntil(async () => (await till.field('pin-error').getText()) !== '');
    expect(await brand()).toBe(own().brandId);
    await givePin(PIN);
    await till.field('pin-prompt').waitForExist({ reverse: true });
    expect(await brand()).toBe(OTHER_BRAND);
    for (const slip of ['S-0001', 'S-0002']) {
      expect((await till.waitForState(slip, 'held')).heldReason).toBe('other-app');
    }
    await till.waitForState(await till.register({ mobile: '13800138003' }), 'accepted');
    await till.sendNow();
    expect(mobilesAt(otherGateway)).toEqual(['13800138003']);
    expect(otherGateway.requests()).toHaveLength(1);

    gateway.setFaults({});
    await startAgainWith(fileOf(own()));
    await givePin(PIN);
    for (const slip of ['S-0001', 'S-0002']) await till.waitForState(slip, 'accepted');
    expect(mobilesAt(gateway).sort()).toEqual(['13800138001', '13800138002']);
    expect(mobilesAt(otherGateway)).toEqual(['13800138003']);
    expect(audited()).toMatchObject([
      { action: 'key.replaced', reason: 'secret' },
      { action: 'provision.taken-over', reason: 'brand,address,app-key,secret' },
      { action: 'key.replaced', reason: 'secret' },
      { action: 'provision.taken-over', reason: 'brand,address,app-key,secret' },
    ]);
  });

  test('the manager lets them go on at a new app of the same brand, from the list of records', async () => {
    await startAgainWith(fileOf({ ...other(), brandId: own().brandId }));
    await givePin(PIN);
    for (const slip of ['S-0001', 'S-0002']) await till.waitForState(slip, 'held');
    await till.client.keys('F8');
    await till.field('other-app-0').waitForDisplayed();
    await till.field('other-app-0').click();
    await till.field('go-on').waitForDisplayed();
    await till.field('go-on').click();
    await givePin(PIN);
    for (const slip of ['S-0001', 'S-0002']) await till.waitForState(slip, 'accepted');
    expect(mobilesAt(otherGateway).sort()).toEqual(['13800138001', '13800138002']);
    expect(audited().at(-1)).toMatchObject({ action: 'app.gone-on', saves: 2 });
  });

  test('a first start with such a file asks as well, and goes on with the settings that are there', async () => {
    await till.kill();
    const before = own();
    writeFileSync(till.provisionFile, readFileSync(fileOf(other())));
    await till.start();
    await till.field('provision-changes').waitForDisplayed();
    expect(await brand()).toBe(before.brandId);
    await till.field('pin-cancel').click();
    gateway.setFaults({});
    await till.sendNow();
    for (const slip of ['S-0001', 'S-0002']) await till.waitForState(slip, 'accepted');
    expect(otherGateway.requests()).toEqual([]);
  });
});

test('a till without a PIN refuses such a file, and says in the window and on the command line whom it takes', async () => {
  till = await new TestTill(gateway.url).start();
  await startAgainWith(fileOf(other()));
  await till.field('provision-refused').waitForDisplayed();
  await till.field('provision-close').click();
  await till.field('provision-refused').waitForExist({ reverse: true });
  const log = readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
  expect(log).toContain('this till has no PIN to ask for');
  const before = own().brandId;
  await till.kill();
  writeFileSync(till.provisionFile, readFileSync(fileOf(other())));
  await till.start();
  expect(till.app.output.stderr).toContain('this till has no PIN to ask for');
  expect(await brand()).toBe(before);
});

// Only root can put a file where only an administrator writes.
test.skipIf(process.getuid?.() !== 0)(
  'a file from where only an administrator can write is taken over at once by the till of an ordinary user',
  async () => {
    const asUser = { asUser: true };
    till = await new TestTill(gateway.url, asUser, { managerPin: PIN }).start();
    const slip = await till.register({ mobile: '13800138001' });
    const folder = mkdtempSync('/etc/tillside-');
    try {
      const formerly = [{ url: gateway.url, appKey: own().gateway.appKey }];
      const { url } = otherGateway;
      const moved = { ...own(), gateway: { url, ...OTHER_ACCOUNT, formerly } };
      await startAgainWith(fileOf(moved, folder), asUser);
      await till.waitForState(slip, 'accepted');
      expect(mobilesAt(otherGateway)).toEqual(['13800138001']);
      await startAgainWith(fileOf(own()), asUser);
      await till.field('provision-changes').waitForDisplayed();
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
