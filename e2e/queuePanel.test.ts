import { afterEach, beforeEach, expect, test } from 'vitest';
import { EMPTY_MEMBER } from '../app/member/memberSchema.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { auditLines } from './auditLines.ts';
import { CONSENT, OPERATOR, startGateway, TestTill } from './testTill.ts';

const PIN = '246810';
const MOBILE = '13800138000';

let gateway: Sandbox;
let till: TestTill;

beforeEach(async () => {
  gateway = await startGateway();
  till = new TestTill(gateway.url, {}, { managerPin: PIN });
  await till.start();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

async function openPanel(slip: string): Promise<void> {
  await till.client.keys('F8');
  await till.field('queue-search').waitForDisplayed();
  await till.field('queue-search').addValue(slip.replace('S-', ''));
  await till.field('queue-detail').waitForDisplayed();
  await till.client.waitUntil(
    async () => (await till.field('queue-detail').getText()).includes(slip),
    { timeoutMsg: `${slip} is not shown` },
  );
}

async function givePin(): Promise<void> {
  await till.field('pin').waitForDisplayed();
  await till.field('pin').addValue(PIN);
  await till.field('pin-send').click();
  await till.field('pin-prompt').waitForExist({ reverse: true });
}

/** A save that is just on its way cannot be discarded: then the manager is told, and presses again. */
async function discard(slip: string): Promise<void> {
  await till.field('discard').click();
  await till.field('reason-duplicate').click();
  await givePin();
  const wasOnItsWay = await till.waitForState(slip, 'discarded', 5_000).then(
    () => false,
    () => true,
  );
  if (wasOnItsWay) await discard(slip);
}

/** What was done about saves. */
const audited = () => auditLines(till.dataFolder).filter(({ slip }) => slip !== null);

test('held, corrected, accepted: a new save in place of the old one, and one member', async () => {
  gateway.setFaults({
    rules: [
      {
        times: 1,
        action: {
          type: 'error',
          code: 50,
          subCode: 'isv.invalid-parameter:birthday',
          subMsg: '会员生日不正确',
        },
      },
    ],
  });
  const slip = await till.register({ mobile: MOBILE, name: '王芳' });
  const held = await till.waitForState(slip, 'held');
  await openPanel(slip);
  await expect.poll(() => till.field('queue-detail').getText()).toContain('生日');
  expect(await till.field('queue-detail').getText()).not.toContain('会员生日不正确');
  await till.field('correct').click();
  await till.field('correcting').waitForDisplayed();
  expect(await till.field('correcting').getText()).toContain('会员生日不正确');
  await expect.poll(() => till.field('birthday').isFocused()).toBe(true);
  await expect
    .poll(async () => (await till.field('phone').getValue()).replace(/ /g, ''))
    .toBe(MOBILE);
  await till.field('birthday').addValue('19900101');
  await till.client.keys('F4');
  await till.sendCorrection();
  const correction = await till.confirmedSlip();
  expect(correction).not.toBe(slip);
  const accepted = await till.waitForState(correction, 'accepted');
  expect(await till.line(slip)).toMatchObject({ state: 'discarded', closedReason: 'corrected' });
  expect(accepted.requestId).not.toBe(held.requestId);
  const { effects } = gateway.ledger();
  expect(effects).toHaveLength(1);
  expect(JSON.stringify(effects)).toContain('1990-01-01');
  expect(audited()).toMatchObject([
    { action: 'save.read', slip },
    { action: 'save.read', slip, reason: 'compare' },
    { action: 'save.corrected', slip },
  ]);
});

test('a customer whose save is discarded while their number stands in the form is registered by the next save', async () => {
  gateway.setFaults({
    rules: [
      {
        times: 1,
        action: { type: 'error', code: 50, subCode: 'isv.invalid-parameter:birthday', subMsg: '' },
      },
    ],
  });
  const slip = await till.register({ mobile: MOBILE });
  await till.waitForState(slip, 'held');
  await till.field('phone').addValue(MOBILE);
  await till.field('known-member').waitForDisplayed();
  await openPanel(slip);
  await discard(slip);
  await till.client.keys('F8');
  await till.field('known-member').waitForExist({ reverse: true });
  await till.client.keys('F5');
  await till.client.keys('F4');
  const next = await till.confirmedSlip();
  expect(next).not.toBe(slip);
  await till.waitForState(next, 'accepted');
  expect(gateway.ledger().effects).toHaveLength(1);
});

test('stale: nothing is sent until the manager says so, and then it is still one effect', async () => {
  // The till has learned the gateway's time: what is 25 hours later for the gateway is so for the till.
  await till.waitForState(await till.register({ mobile: '13900139000' }), 'accepted');
  gateway.setFaults({
    rules: [{ times: 1, action: { type: 'drop', when: 'after' } }, { action: { type: 'refuse' } }],
  });
  const slip = await till.register({ mobile: MOBILE });
  await till.client.waitUntil(async () => gateway.requests().length >= 3, { timeout: 20_000 });
  gateway.setFaults({ rules: [], clockOffsetSeconds: 25 * 3_600 });
  await till.sendNow();
  const held = await till.waitForState(slip, 'held', 40_000);
  expect(held.heldReason).toBe('stale');
  await openPanel(slip);
  await till.field('send-again').click();
  await till.field('pin').waitForDisplayed();
  await till.field('pin').addValue('0000');
  await till.field('pin-send').click();
  await till.client.waitUntil(async () => (await till.field('pin-error').getText()) !== '');
  expect((await till.line(slip))?.state).toBe('held');
  await givePin();
  await till.waitForState(slip, 'accepted');
  expect(gateway.ledger().effects).toHaveLength(2);
  expect(new Set(gateway.requests().map((request) => request.bodyText)).size).toBe(2);
  expect(audited()).toMatchObject([{ action: 'save.sent-again', slip }]);
});

test('discarded by the manager it is not sent; requeued it is sent as it was', async () => {
  gateway.setFaults({ rules: [{ action: { type: 'refuse' } }] });
  const slip = await till.register({ mobile: MOBILE });
  await openPanel(slip);
  await discard(slip);
  gateway.setFaults({ rules: [] });
  await till.sendNow();
  const next = await till.call(requestOf(900));
  if (!next.ok) throw new Error(next.error.code);
  await till.waitForState(next.value.slip, 'accepted');
  expect(gateway.ledger().effects).toHaveLength(1);
  await till.field('requeue').click();
  await givePin();
  await till.waitForState(slip, 'accepted');
  expect(gateway.ledger().effects).toHaveLength(2);
  expect(audited()).toMatchObject([
    { action: 'save.discarded', slip, reason: 'duplicate' },
    { action: 'save.taken-back', slip },
  ]);
});

test('an outage ends: the panel shows how the backlog goes, to its end', async () => {
  gateway.setFaults({ rules: [{ action: { type: 'refuse' } }] });
  for (let number = 1; number <= 60; number += 1) await till.call(requestOf(number));
  expect((await till.outbox()).waiting).toBe(60);
  await till.client.keys('F8');
  await till.field('queue-pause').waitForDisplayed();
  gateway.setFaults({ rules: [{ action: { type: 'slow', milliseconds: 250 } }] });
  await till.field('queue-send-now').click();
  const seen = new Set<string>();
  await till.client.waitUntil(
    async () => {
      const { waiting } = await till.outbox();
      if (await till.field('drain').isExisting()) {
        const done = await till
          .field('drain')
          .getAttribute('data-done')
          .catch(() => null);
        if (done !== null) seen.add(done);
      }
      return waiting === 0;
    },
    { timeout: 60_000, interval: 50 },
  );
  expect(seen.size).toBeGreaterThan(2);
  await till.field('drain').waitForExist({ reverse: true });
  expect((await till.outbox()).counts).toMatchObject({ pending: 0, held: 0, accepted: 60 });
  expect(gateway.ledger().effects).toHaveLength(60);
  await till.client.keys('F8');
  await expect.poll(() => till.field('phone').isFocused()).toBe(true);
});

function requestOf(number: number) {
  return {
    requestId: number.toString(16).padStart(32, '0'),
    operatorId: OPERATOR.id,
    member: { ...EMPTY_MEMBER, mobile: String(13_900_000_000 + number) },
    correctionOf: null,
    consent: CONSENT,
  };
}
