import { expect, test } from 'vitest';
import { classify } from '../gateway/classify.ts';
import { aSave } from './aSave.fixture.ts';
import { markSending, settle } from './transitions.ts';

const context = { now: 1_000_000, random: () => 0.5, isOwnFault: false, isEverybodys: false };

function answered(code: number, subCode: string, changes = {}) {
  const content = { error_response: { code, msg: 'x', sub_code: subCode } };
  const bodyText = JSON.stringify(content);
  const response = { status: 200, bodyText, date: '', mayBeSecond: false } as const;
  const sending = { ...markSending(aSave(), 4), ...changes };
  return settle(sending, classify({ kind: 'http', ...response }), context);
}

test.each([
  'isp.relay-state-away',
  'isp.relay-no-account',
  'isp.relay-account-refused',
  'isp.relay-keys-failed',
  'isp.relay-busy',
  'isp.relay-failed',
])('%s puts nobody in doubt: the relay has forwarded nothing', (subCode) => {
  expect(answered(10, subCode)).toMatchObject({ state: 'pending', firstUnknownAt: null });
  expect(answered(10, subCode).nextAttemptAt).toBeGreaterThan(context.now);
});

test('nor does it take anybody out of a doubt of before', () => {
  expect(answered(10, 'isp.relay-state-away', { firstUnknownAt: 3 }).firstUnknownAt).toBe(3);
});

test.each([
  [10, ''],
  [10, 'isp.service-unavailable'],
  [15, 'isp.relay-state-away'],
])('the platform itself may have saved what it answers with %i %s', (code, subCode) => {
  expect(answered(code, subCode).firstUnknownAt).toBe(context.now);
});
