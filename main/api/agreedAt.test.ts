import { expect, test } from 'vitest';
import { apiRegistration, apiTill } from '../../testing/tills/apiTill.ts';

const KEY = 'd0f7a1c2-0000-4000-8000-000000000001';
const MOBILE = '13800138000';
const { consent } = apiRegistration(MOBILE);
const agreedAt = (text: string) => ({ consent: { ...consent, agreedAt: text } });

test('when the customer agreed is kept as it was said, also where the same call comes with another time', async () => {
  const till = await apiTill();
  const first = await till.register(MOBILE, KEY, agreedAt('2026-03-01T12:00:00.123456+08:00'));
  expect(first.status).toBe(201);
  expect(await till.register(MOBILE, KEY, agreedAt('2026-03-02T12:00:00Z'))).toMatchObject({
    status: 200,
  });
  expect(till.till.outbox.saves.find(first.body.requestId)?.consent?.at).toBe(
    Date.UTC(2026, 2, 1, 4, 0, 0, 123),
  );
});

test('nobody agrees in the future', async () => {
  const till = await apiTill();
  const { body } = await till.register(MOBILE, KEY, agreedAt('9999-12-31T00:00:00Z'));
  const at = till.till.outbox.saves.find(body.requestId)?.consent?.at;
  expect(at).toBeLessThanOrEqual(Date.now());
});

test.each([
  ['a date that a program has never set', '0001-01-01T00:00:00Z'],
  ['a day that is none', '2026-02-30T00:00:00Z'],
  ['no zone', '2026-02-01T00:00:00'],
])('%s dates no consent: nothing is registered', async (_, text) => {
  const till = await apiTill();
  expect(await till.register(MOBILE, KEY, agreedAt(text))).toMatchObject({
    status: 400,
    body: { error: { code: 'request.refused' } },
  });
  expect(till.till.outbox.saves.counts.pending).toBe(0);
});
