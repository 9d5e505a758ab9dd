import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { apiTill } from '../../testing/tills/apiTill.ts';
import { registration } from '../../testing/tills/registration.ts';
import type { Till } from '../till.ts';

const KEY = 'd0f7a1c2-0000-4000-8000-000000000001';
const MOBILE = '13800138000';

/** Follows the events, as text that has come so far. */
async function follow({ address, token }: { address: string; token: string }) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${address}/v1/events`, { headers, signal: abort.signal });
  const heard = { status: response.status, text: '', isOver: false, leave: () => abort.abort() };
  void (async () => {
    const decoder = new TextDecoder();
    for await (const part of response.body ?? [])
      heard.text += decoder.decode(part, { stream: true });
    heard.isOver = true;
  })().catch(() => undefined);
  return heard;
}

const eventsIn = (text: string) =>
  [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, type, data = '']) => ({
    type,
    data: JSON.parse(data) as Record<string, unknown>,
  }));

/** The platform answers this of a save. */
async function answer(till: Till, requestId: string, kind: 'accepted' | 'rejected') {
  const save = till.outbox.saves.find(requestId);
  const sending = save && (await till.outbox.delivery.mark(save, 1));
  const words = { code: '', subCode: '', text: '', traceId: '' };
  const outcome =
    kind === 'accepted'
      ? ({ ...words, class: 'accepted', customerId: '7' } as const)
      : ({ ...words, class: 'rejected' } as const);
  const how = { now: 1, random: () => 0, isOwnFault: false, isEverybodys: false };
  if (sending) await till.outbox.delivery.settle(sending, outcome as never, how);
}

test('tells of saves of the window and of the API, of what is accepted and of what is held, and nothing personal', async () => {
  const till = await apiTill();
  const heard = await follow(till);
  const { body } = await till.register(MOBILE, KEY, { member: { mobile: MOBILE, name: '刘芳' } });
  const other = 'a'.repeat(32);
  await till.calls.registerMember(registration(other, '13900139000'));
  await answer(till.till, body.requestId, 'accepted');
  await answer(till.till, other, 'rejected');
  await expect.poll(() => eventsIn(heard.text)).toHaveLength(4);
  const [one, two] = [
    { requestId: body.requestId, slip: 'S-0001', heldReason: null },
    { requestId: other, slip: 'S-0002', heldReason: null },
  ];
  expect(eventsIn(heard.text)).toEqual([
    { type: 'saved', data: { type: 'saved', ...one } },
    { type: 'saved', data: { type: 'saved', ...two } },
    { type: 'accepted', data: { type: 'accepted', ...one } },
    { type: 'held', data: { type: 'held', ...two, heldReason: 'rejected' } },
  ]);
  expect(heard.text).not.toMatch(/138|刘|\*/);
});

test('four may listen at once; whoever goes makes room, and a comment keeps each open', async () => {
  const till = await apiTill();
  const all: Awaited<ReturnType<typeof follow>>[] = [];
  for (let count = 0; count < 4; count += 1) all.push(await follow(till));
  const fifth = await till.call('/v1/events');
  expect(fifth).toMatchObject({ status: 503, body: { error: { code: 'connections.too-many' } } });
  all[0]?.leave();
  await expect
    .poll(async () => {
      const next = await follow(till);
      if (next.status !== 200) next.leave();
      return next.status;
    })
    .toBe(200);
  await till.clock.pass(15_000);
  await expect.poll(() => all[3]?.text).toContain(': still here');
});

test('who does not read is let go before much waits for it, and nobody else waits', async () => {
  const till = await apiTill();
  const socket = connect(till.server.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.pause();
  socket.write(
    `GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1:${till.server.port}\r\nAuthorization: Bearer ${till.token}\r\n\r\n`,
  );
  await expect.poll(() => till.server.connections).toBe(1);
  const save = till.till.outbox.saves;
  const { body } = await till.register(MOBILE, KEY);
  const known = save.find(body.requestId);
  // As many as a system's own buffers never hold.
  for (let count = 0; count < 60_000 && known; count += 1)
    (till.till.outbox.news as unknown as { tell(...told: unknown[]): void }).tell(known, undefined);
  await new Promise((resolve) => setTimeout(resolve, 100));
  (till.till.outbox.news as unknown as { tell(...told: unknown[]): void }).tell(known, undefined);
  const text = await till.call('/v1/metrics');
  expect(text.body).toContain('tillside_api_streams 0');
});

test('the end of the program ends every stream, and what is under way is answered first', async () => {
  const till = await apiTill();
  const heard = await follow(till);
  const saving = till.register(MOBILE, KEY);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await till.server.close(2_000);
  expect(await saving.catch(() => null)).toMatchObject({ status: 201 });
  await expect.poll(() => heard.isOver).toBe(true);
  await expect(till.call('/v1/health')).rejects.toThrow();
});

test('metrics are in the format of Prometheus, and no label is of a caller', async () => {
  const till = await apiTill();
  await till.register(MOBILE, KEY);
  await till.call('/v1/members/13800138000');
  await till.call('/v1/nothing-of-ours');
  const { status, headers, body } = await till.call('/v1/metrics');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('text/plain; version=0.0.4');
  expect(body).toContain('tillside_saves{state="pending"} 1');
  expect(body).toContain('tillside_api_calls_total{operation="registerMember",status="201"} 1');
  expect(body).toContain('tillside_api_calls_total{operation="findSave",status="404"} 1');
  expect(body).toContain('tillside_api_call_seconds_count{operation="registerMember"} 1');
  expect(body).not.toMatch(/13800138000|nothing-of-ours/);
  for (const line of (body as string).trim().split(/\n+/))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^{}]*\})? [-+.\deInfNa]+)$/);
});
