import { expect, test } from 'vitest';
import { apiRegistration, apiTill, sendBytes } from '../../testing/tills/apiTill.ts';

const KEY = 'd0f7a1c2-0000-4000-8000-000000000001';
const MOBILE = '13800138000';

type Till = Awaited<ReturnType<typeof apiTill>>;

/** A whole call that registers, as bytes. */
function callOf({ server, token }: Till, mobile = MOBILE, key = KEY): string {
  const body = JSON.stringify(apiRegistration(mobile));
  const head = [
    'POST /v1/members HTTP/1.1',
    `Host: 127.0.0.1:${server.port}`,
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Idempotency-Key: ${key}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return [...head, '', body].join('\r\n');
}

const statusesIn = (heard: string) =>
  (heard.match(/HTTP\/1\.1 \d+/g) ?? []).map((one) => one.slice(9));

test.each([
  ['the end of a text in C', '\0'],
  ['a bracket', '}'],
  ['what is no call', 'x y z\r\n\r\n'],
])(
  'a call that is whole is answered what has become of it, with %s behind it',
  async (_, behind) => {
    const till = await apiTill();
    const heard = await sendBytes(till.server.port, callOf(till) + behind);
    await expect.poll(() => till.till.outbox.saves.counts.pending, { timeout: 20_000 }).toBe(1);
    expect(statusesIn(heard)[0]).toBe('201');
  },
);

test('so are two in a row, and nothing behind them is done', async () => {
  const till = await apiTill();
  const calls = [callOf(till), callOf(till, '13800138001', `${KEY}x`)];
  const heard = await sendBytes(
    till.server.port,
    `${calls.join('')}\0${callOf(till, '13800138002', `${KEY}y`)}`,
  );
  await expect.poll(() => till.till.outbox.saves.counts.pending, { timeout: 20_000 }).toBe(2);
  expect(statusesIn(heard).slice(0, 2)).toEqual(['201', '201']);
});
