import { afterEach, beforeEach, expect, test } from 'vitest';
import { EMPTY_MEMBER } from '../app/member/memberSchema.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { CONSENT, OPERATOR, PAUSE_OF_A_HAND, startGateway, TestTill } from './testTill.ts';

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

/** One save on this till, and one effect at the gateway, after everything has come to rest. */
async function expectOne(): Promise<void> {
  await till.client.waitUntil(async () => (await till.outbox()).counts.accepted === 1);
  const { counts, recent } = await till.outbox();
  expect(recent).toHaveLength(1);
  expect(counts).toEqual({ pending: 0, sending: 0, accepted: 1, held: 0, discarded: 0 });
  expect(gateway.ledger().effects).toHaveLength(1);
}

test('story 16: a double click makes one save', async () => {
  await till.fill({ mobile: '13800138000' });
  await till.client.execute(() => {
    const button = document.querySelector<HTMLButtonElement>('[data-testid="save"]');
    button?.click();
    button?.click();
  });
  await till.confirmedSlip();
  await till.field('save').click();
  await expectOne();
});

test('story 16: a double Enter makes one save', async () => {
  await till.fill({ mobile: '13800138000', remark: 'x' });
  await till.client.pause(PAUSE_OF_A_HAND);
  await till.client.execute(() => {
    const remark = document.querySelector('[data-testid="remark"]');
    for (let press = 0; press < 2; press += 1) {
      const enter = { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true };
      remark?.dispatchEvent(new KeyboardEvent('keydown', enter));
    }
  });
  await till.confirmedSlip();
  await till.client.keys('Enter');
  await expectOne();
});

test('story 16: an Enter inside a composition saves nothing', async () => {
  await till.fill({ mobile: '13800138000', remark: 'x' });
  await till.client.pause(PAUSE_OF_A_HAND);
  await till.client.execute(() => {
    const remark = document.querySelector('[data-testid="remark"]');
    const enter = {
      key: 'Enter',
      code: 'Enter',
      bubbles: true,
      cancelable: true,
      isComposing: true,
    };
    remark?.dispatchEvent(new KeyboardEvent('keydown', { ...enter, keyCode: 229 }));
  });
  // What is typed after it belongs to the same member.
  await till.field('remark').addValue('y');
  expect((await till.outbox()).recent).toEqual([]);
  await till.client.keys('F4');
  await till.confirmedSlip();
  await expectOne();
  expect(gateway.ledger().effects[0]?.fields.remark).toBe('xy');
});

test('story 16: two calls with one id at the same moment make one save, and both get its slip', async () => {
  const request = {
    requestId: 'b'.repeat(32),
    operatorId: OPERATOR.id,
    member: { ...EMPTY_MEMBER, mobile: '13800138000' },
    correctionOf: null,
    consent: CONSENT,
  };
  const replies = await Promise.all([till.call(request), till.call(request)]);
  expect(replies[0]).toEqual(replies[1]);
  expect(replies[0]).toMatchObject({ ok: true, value: { slip: 'S-0001' } });
  await expectOne();
  expect(await till.call(request)).toEqual(replies[0]);
  await expectOne();
});

test('story 16: one id never stands for two members: other content under it is refused', async () => {
  gateway.setFaults({ rules: [{ action: { type: 'outage' } }] });
  const requestId = 'b'.repeat(32);
  const first = { ...EMPTY_MEMBER, mobile: '13800138000' };
  const request = {
    requestId,
    operatorId: OPERATOR.id,
    member: first,
    correctionOf: null,
    consent: CONSENT,
  };
  expect((await till.call(request)).ok).toBe(true);
  const other = { ...request, member: { ...first, mobile: '13900139000' } };
  expect(await till.call(other)).toEqual({ ok: false, error: { code: 'intention.reused' } });
  gateway.setFaults({});
  await till.sendNow();
  await expectOne();
  expect(gateway.ledger().effects[0]?.fields.mobile).toBe('13800138000');
});
