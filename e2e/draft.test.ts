import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Bridge } from '../app/ipc/bridge.ts';
import type { Save } from '../app/outbox/save.ts';
import type { Provision } from '../app/settings/provision.ts';
import { realDisk } from '../main/disk/realDisk.ts';
import { readStore } from '../main/journal/readStore.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { leaksIn } from './leaks.ts';
import { startGateway, TestTill } from './testTill.ts';

const SHOP: Partial<Provision> = {
  operators: [
    { id: '2392313', name: '小林' },
    { id: '2392314', name: '小陈', badge: 'TS-BADGE-2' },
  ],
  notice: { version: 'v3', title: '会员须知', text: '手机号用于登记会员。' },
};
const PERSON = { mobile: '18634710295', name: '慕容半行', remark: '周末常来的客人' };
const SECRETS = { ...PERSON, grouped: '186 3471 0295' };

let gateway: Sandbox;
let till: TestTill;

beforeEach(async () => {
  gateway = await startGateway();
  till = await new TestTill(gateway.url, {}, SHOP).start();
  // Of several nobody is there until he says so.
  await till.field('operator').click();
  await till.field('operator-2392313').waitForDisplayed();
  await till.field('operator-2392313').click();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

/** The saves as they stand on the disk of a till that is not running. */
async function savesOnDisk(): Promise<Save[]> {
  const result = await readStore(realDisk, till.dataFolder, 0);
  return result.ok ? [...result.content.saves.values()] : [];
}

const hasDraftFile = () => readdirSync(till.dataFolder).includes('draft.json');
const draftKept = () => till.client.waitUntil(async () => hasDraftFile());

/** The disk has this draft: the first key is kept before the last one is typed. */
const draftKeptWith = (whole: object) =>
  expect
    .poll(() =>
      till.client.execute(() => {
        const { tillside } = window as unknown as { tillside: Bridge };
        return tillside.getDraft();
      }),
    )
    .toMatchObject({ ok: true, value: whole });

test('the consent lies with the save: time, version, operator, marketing apart; the gateway gets none of it', async () => {
  const before = Date.now();
  await till.fill(PERSON);
  await till.field('marketing').click();
  await till.client.keys('F4');
  const slip = await till.confirmedSlip();
  await till.waitForState(slip, 'accepted');
  const second = await till.register({ mobile: '13800138000' });
  await till.waitForState(second, 'accepted');
  await till.stop();
  const [one, two] = await savesOnDisk();
  expect(one?.consent).toEqual({
    at: expect.any(Number),
    noticeVersion: 'v3',
    operatorId: '2392313',
    marketing: true,
  });
  expect(one?.consent?.at).toBeGreaterThanOrEqual(before);
  expect(one?.consent?.at).toBeLessThanOrEqual(one?.createdAt ?? 0);
  expect(two?.consent?.marketing).toBe(false);
  for (const { body } of gateway.ledger().effects)
    expect(body).not.toMatch(/consent|notice|v3|marketing/);
});

test('without consent nothing is stored or sent, and the refusal leaves nothing behind', async () => {
  await till.fill(PERSON);
  await till.field('consent').click();
  await draftKept();
  await till.client.keys('F4');
  await till.field('consent-missing').waitForDisplayed();
  await till.client.keys('F12');
  await till.field('result-refused').waitForDisplayed();
  expect(await till.field('phone').getValue()).toBe('');
  await till.client.waitUntil(async () => !hasDraftFile());
  expect((await till.outbox()).recent).toEqual([]);
  expect(gateway.requests()).toEqual([]);
  await till.stop();
  expect(leaksIn(till.dataFolder, SECRETS)).toEqual([]);
});

test('the operator changes in the middle of a draft: the draft stays, the save carries the new one', async () => {
  await till.fill(PERSON);
  await till.field('operator').click();
  await till.field('operator-2392314').click();
  const hasFocus = () =>
    till.client.execute(() => document.activeElement?.matches('form input, form textarea'));
  await till.client.waitUntil(hasFocus);
  await expect.poll(() => till.field('name').getValue()).toBe(PERSON.name);
  await till.client.keys('F4');
  await till.waitForState(await till.confirmedSlip(), 'accepted');
  expect(gateway.ledger().effects[0]?.fields).toMatchObject({
    operator_id: '2392314',
    name: PERSON.name,
  });
  await till.stop();
  const [save] = await savesOnDisk();
  expect([save?.operatorId, save?.consent?.operatorId]).toEqual(['2392314', '2392313']);
});

test('killed in the middle of a form: it is back, was never readable on the disk, and nothing half written stays', async () => {
  await till.field('operator').click();
  await till.field('operator-2392314').click();
  await till.fill(PERSON);
  await draftKeptWith({
    operatorId: '2392314',
    member: { name: PERSON.name, remark: PERSON.remark },
    // Not `any(Object)`, which null is as well: the tick comes last.
    consent: expect.objectContaining({ at: expect.any(Number) }),
  });
  await till.kill();
  expect(hasDraftFile()).toBe(true);
  expect(leaksIn(till.dataFolder, SECRETS)).toEqual([]);
  // As if the kill had come in the middle of keeping it.
  writeFileSync(join(till.dataFolder, 'draft.json.0a1b2c3d.new'), '{"format":1,');

  await till.start();
  // The form that has come back is being kept again by now, beside its place as well.
  const halfWritten = () => readdirSync(till.dataFolder).filter((name) => name.endsWith('.new'));
  expect(halfWritten()).not.toContain('draft.json.0a1b2c3d.new');
  await expect.poll(halfWritten).toEqual([]);
  await till.field('result-restored').waitForDisplayed();
  await expect.poll(() => till.field('phone').getValue()).toBe('186 3471 0295');
  await expect.poll(() => till.field('name').getValue()).toBe(PERSON.name);
  await expect.poll(() => till.field('remark').getValue()).toBe(PERSON.remark);
  expect(await till.field('consent').isSelected()).toBe(true);
  await till.client.keys('F4');
  await till.waitForState(await till.confirmedSlip(), 'accepted');
  expect(gateway.ledger().effects[0]?.fields).toMatchObject({ operator_id: '2392314' });
  await till.client.waitUntil(async () => !hasDraftFile());
  await till.stop();
  expect(leaksIn(till.dataFolder, SECRETS)).toEqual([]);
});

test('killed at once after "saved": the form is empty again, and there is one save', async () => {
  await till.fill(PERSON);
  await draftKept();
  await till.client.keys('F4');
  await till.confirmedSlip();
  await till.kill();
  await till.start();
  expect(await till.field('phone').getValue()).toBe('');
  const isAccepted = async () => (await till.outbox()).counts.accepted === 1;
  await till.client.waitUntil(isAccepted);
  expect((await till.outbox()).recent).toHaveLength(1);
  expect(gateway.ledger().effects).toHaveLength(1);
});

test('the lock hides the form and keeps it, over a kill as well', async () => {
  await till.fill(PERSON);
  await till.client.keys('F9');
  await till.field('lock-screen').waitForDisplayed();
  expect(await till.field('phone').isDisplayed()).toBe(false);
  await till.client.keys('F4');
  expect((await till.outbox()).recent).toEqual([]);
  await till.field('unlock-2392314').click();
  await till.field('phone').waitForDisplayed();
  await expect.poll(() => till.field('name').getValue()).toBe(PERSON.name);
  await till.client.keys('F9');
  await till.field('lock-screen').waitForDisplayed();
  await draftKeptWith({ isLocked: true, member: { name: PERSON.name } });
  await till.kill();
  await till.start();
  await till.field('lock-screen').waitForDisplayed();
  expect(await till.field('phone').isDisplayed()).toBe(false);
  await till.field('unlock-2392314').click();
  await expect.poll(() => till.field('name').getValue()).toBe(PERSON.name);
});
