import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { Finger } from './driver/finger.ts';
import { startGateway, TestTill } from './testTill.ts';

let gateway: Sandbox;
let till: TestTill;

beforeEach(async () => {
  gateway = await startGateway();
  till = await new TestTill(gateway.url).start();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

const press = (...names: string[]) =>
  names.reduce<Promise<unknown>>(
    (before, name) => before.then(() => till.field(name).click()),
    Promise.resolve(),
  );

test('a finger alone registers a member, with number pad and birthday picker, and everything that is heard is a touch', async () => {
  await till.client.execute(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const name of ['pointerdown', 'click'])
      window.addEventListener(
        name,
        (event) => heard.push(`${name} ${(event as PointerEvent).pointerType}`),
        { capture: true },
      );
  });
  const finger = new Finger(till.app);
  const tap = async (...names: string[]) => {
    for (const name of names) await finger.tap(name);
  };
  expect(await till.field('phone').getAttribute('inputmode')).toBe('none');
  await tap(...[...'18651822226'].map((digit) => `pad-${digit}`), 'gender-0', 'pick-birthday');
  for (const choice of ['decade-1980', 'year-1988', 'month-2', 'day-29']) {
    await till.field(`birthday-${choice}`).waitForDisplayed();
    await tap(`birthday-${choice}`);
  }
  await tap('consent', 'save', 'save');
  await till.waitForState(await till.confirmedSlip(), 'accepted');
  const { effects } = gateway.ledger();
  expect(effects).toHaveLength(1);
  expect(effects[0]?.fields).toMatchObject({
    mobile: '18651822226',
    gender: 0,
    birthday: '1988-02-29 00:00:00',
  });
  const heard = await till.client.execute(() => (window as unknown as { heard: string[] }).heard);
  expect(heard.filter((what) => what === 'pointerdown touch')).toHaveLength(20);
  expect([...new Set(heard)].sort()).toEqual(['click touch', 'pointerdown touch']);
});

test('a phone that this till has registered is an answer at its eleventh digit, and nobody is written over', async () => {
  const slip = await till.register({ mobile: '18651822226', name: '王芳' });
  await till.waitForState(slip, 'accepted');
  await till.fill({ mobile: '18651822226', name: '李强' });
  await till.field('known-member').waitForDisplayed();
  expect(await till.field('known-member').getText()).toContain(slip);
  await till.client.keys(['F4']);
  await till.field('result-known').waitForDisplayed();
  await expect.poll(() => till.field('phone').getValue()).toBe('');
  expect((await till.outbox()).recent).toHaveLength(1);
  expect(gateway.ledger().effects).toHaveLength(1);
});

test('a member is corrected in a step of its own, and a double click on its save makes one correction', async () => {
  const slip = await till.register({ mobile: '18651822226', name: '刘德' });
  const first = await till.waitForState(slip, 'accepted');
  await till.fill({ mobile: '18651822226', name: '刘德华' });
  await till.field('known-member').waitForDisplayed();
  await till.client.keys(['F6']);
  await till.client.execute(() => {
    const save = document.querySelector<HTMLButtonElement>('[data-testid="save"]');
    save?.click();
    save?.click();
  });
  await till.sendCorrection();
  await till.client.waitUntil(async () => (await till.outbox()).counts.accepted === 2);
  await till.client.keys('Enter');
  await till.client.pause(300);
  const [correction] = (await till.outbox()).recent;
  expect(correction?.customerId).toBe(first.customerId);
  expect(gateway.ledger().effects.map(({ requestId }) => requestId)).toEqual([
    first.requestId,
    correction?.requestId,
  ]);
});

test('sounds that were switched off stay off after a restart', async () => {
  await press('sound');
  await till.client.waitUntil(() =>
    readFileSync(join(till.dataFolder, 'settings.json'), 'utf8').includes('"isSoundOn":false'),
  );
  await till.kill();
  await till.start();
  await expect.poll(() => till.field('sound').getAttribute('aria-pressed')).toBe('false');
});
