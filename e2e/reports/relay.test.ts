import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Bridge } from '../../app/ipc/bridge.ts';
import { readReport } from '../../app/report/readReport.ts';
import { REPORT_METHOD } from '../../app/report/reportCall.ts';
import type { TillReport } from '../../app/report/tillReport.ts';
import { takeReport } from '../../relay/fleet/takeReport.ts';
import type { TillRecord } from '../../relay/state/relayState.ts';
import { chainApp, startTestRelay, type TestRelay } from '../../relay/testing/testRelay.ts';
import { createSandbox, type Sandbox } from '../../sandbox/createSandbox.ts';
import { ACCOUNT, OPERATOR, TestTill } from '../testTill.ts';

const SOON = { timeout: 40_000, interval: 100 };

let platform: Sandbox;
let relay: TestRelay;
let till: TestTill;

/** A relay alone, a till with a key of its own, and a platform that knows the chain's account and no other. */
beforeEach(async () => {
  platform = await createSandbox(chainApp);
  const reports = () => takeReport(relay.state, { reported: () => undefined });
  relay = await startTestRelay({
    platformUrl: platform.url,
    tills: [ACCOUNT],
    methods: { [REPORT_METHOD]: { signedBy: 'till', serve: (call) => reports().serve(call) } },
  });
  till = await new TestTill(relay.url, {}, { reports: { relay: true } }).start();
});
afterEach(async () => {
  await till.kill();
  await relay.end();
  await platform.close();
});

async function changeTill(change: Partial<TillRecord>): Promise<void> {
  const before = await relay.state.till(ACCOUNT.appKey);
  if (before === null || 'kind' in before) throw new Error('no such till');
  const record = { ...before, ...change, version: before.version + 1 };
  expect(await relay.state.putTill(record, before.version)).toEqual({ kind: 'written' });
}

async function told(): Promise<TillReport | null> {
  const reports = await relay.state.reports();
  const [last] = 'kind' in reports ? [] : reports;
  return last?.appKey === ACCOUNT.appKey ? readReport(last.report) : null;
}

// Nobody waits for the last report longer than 1.5 s: where a busy machine takes longer, it is not told, and that is no mistake.
test('a relay hears of a held save and of the end of its till', { retry: 2 }, async () => {
  const refusal = { type: 'error', code: 50, subCode: 'isv.invalid-mobile' } as const;
  platform.setFaults({ rules: [{ match: { mobile: '13812349867' }, action: refusal }] });
  await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
  await till.waitForState(await till.register({ mobile: '13812349867' }), 'held');
  await expect
    .poll(told, SOON)
    .toMatchObject({ held: 1, heldByCode: [['isv.invalid-mobile', 1]], pause: 'none' });
  expect((await told())?.sinceAcceptedSeconds).toEqual(expect.any(Number));
  await till.stop();
  await expect.poll(told, SOON).toMatchObject({ isRunning: false, held: 1 });
});

test('a revoked key stops the sending in words that name head office, loses nobody, and all goes on once it holds again', async () => {
  await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
  await changeTill({ revokedAt: Date.now() });
  const slips = [];
  for (const mobile of ['13800138001', '13800138002']) slips.push(await till.register({ mobile }));
  await expect
    .poll(async () => (await till.outbox()).pause)
    .toMatchObject({ kind: 'configuration', fix: 'till-key', subCode: 'isv.appkey-revoked' });
  await expect.poll(() => till.field('banner').getText()).toContain('总部停用了本机的密钥');
  expect((await till.outbox()).counts).toMatchObject({ pending: 2, held: 0 });
  await changeTill({ revokedAt: null });
  await till.sendNow();
  for (const slip of slips) await till.waitForState(slip, 'accepted');
  expect(platform.ledger().effects).toHaveLength(3);
});

test('a shop that is not on the till’s list holds its save alone, and the window names the shop to be added', async () => {
  await changeTill({ shopIds: ['another'] });
  const slip = await till.register({ mobile: '13800138000' });
  const { requestId, refusedShop } = await till.waitForState(slip, 'held');
  expect(refusedShop).toBe('239923231');
  await expect.poll(() => till.field(`line-${slip}`).getText()).toContain('门店 239923231');
  expect(platform.requests()).toEqual([]);
  await changeTill({ shopIds: ['another', '239923231'] });
  const choice = { requestId, operatorId: OPERATOR.id, pin: null };
  const answer = await till.client.execute(
    (given) => (window as unknown as { tillside: Bridge }).tillside.sendHeldAgain(given),
    choice,
  );
  expect(answer).toMatchObject({ ok: true });
  await till.waitForState(slip, 'accepted');
  expect(platform.ledger().effects).toHaveLength(1);
});
