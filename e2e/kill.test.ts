import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { startGateway, TestTill } from './testTill.ts';

let gateway: Sandbox;
let till: TestTill;

beforeEach(async () => {
  gateway = await startGateway();
  till = new TestTill(gateway.url);
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

test('story 14: killed after "saved" and before sending: accepted once, under the id from before the kill', async () => {
  gateway.setFaults({ rules: [{ action: { type: 'outage' } }] });
  await till.start();
  const slip = await till.register({ mobile: '13800138000', name: '王芳' });
  const before = await till.line(slip);
  await till.kill();
  expect(gateway.ledger().effects).toEqual([]);
  gateway.setFaults({ rules: [] });
  await till.start();
  const after = await till.waitForState(slip, 'accepted');
  expect(after.requestId).toBe(before?.requestId);
  expect(gateway.ledger().effects.map((effect) => effect.requestId)).toEqual([after.requestId]);
});

test('story 14: killed after the gateway recorded it and before the answer: accepted once', async () => {
  gateway.setFaults({ rules: [{ times: 1, action: { type: 'hang', afterEffect: true } }] });
  await till.start();
  const slip = await till.register({ mobile: '13800138000' });
  await till.client.waitUntil(async () => gateway.ledger().effects.length === 1);
  await till.kill();
  await till.start();
  const line = await till.waitForState(slip, 'accepted');
  const { effects, replays } = gateway.ledger();
  expect(effects).toHaveLength(1);
  expect(replays[line.requestId]).toBe(1);
  expect(line.customerId).toBe(effects[0]?.customerId);
});

test('story 14: killed again and again while it saves and sends: nothing lost, nothing twice', async () => {
  const ids = new Set<string>();
  for (let round = 0; round < 3; round += 1) {
    await till.start();
    for (let save = 0; save < 3; save += 1) {
      const slip = await till.register({ mobile: `1380013${round}${save}00` });
      ids.add((await till.line(slip))?.requestId ?? '');
    }
    await till.kill();
  }
  await till.start();
  const isDone = async () => (await till.outbox()).counts.accepted === 9;
  // What is not accepted in time is shown with its state, not as a wait that was too long.
  await till.client.waitUntil(isDone, { timeout: 30_000 }).catch(() => undefined);
  const { recent } = await till.outbox();
  expect(recent.filter((line) => line.state !== 'accepted')).toEqual([]);
  expect(recent).toHaveLength(9);
  const sent = gateway.ledger().effects.map((effect) => effect.requestId);
  expect(sent).toHaveLength(9);
  expect(new Set(sent)).toEqual(ids);
});
