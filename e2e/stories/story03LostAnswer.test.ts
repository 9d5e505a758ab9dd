import { expect, test } from 'vitest';
import type { FaultAction } from '../../sandbox/faults/faultSchema.ts';
import { HOUR, StoryShop } from './storyShop.ts';

const WAYS: [string, FaultAction][] = [
  ['the connection drops', { type: 'drop', when: 'after' }],
  ['the answer is cut', { type: 'truncated', afterEffect: true }],
  ['the answer has no end', { type: 'endless', begins: 'answer', afterEffect: true }],
  ['its head has no end', { type: 'endless', begins: 'head', afterEffect: true }],
  [
    'it unpacks to more than an answer is',
    { type: 'endless', begins: 'answer', by: 'packed', afterEffect: true },
  ],
  ['a proxy answers 502', { type: 'http', status: 502, afterEffect: true }],
  ['a proxy puts its page there', { type: 'http', status: 200, body: '<p>', afterEffect: true }],
  [
    'the service calls it a timeout',
    { type: 'error', code: 15, subCode: 'isp.remote-service-timeout', afterEffect: true },
  ],
];

test.each(WAYS)(
  'story 3: the gateway commits and the answer is lost (%s): one effect, one member',
  async (_way, action) => {
    const shop = await StoryShop.open({ faults: { rules: [{ times: 3, action }] } });
    const till = await shop.till();
    const id = await till.register({ mobile: '13800138000', name: '王芳', remark: 'a "b" +&=%' });
    await shop.drain();

    const { effects, customers, replays } = shop.ledger();
    expect(effects.map((effect) => effect.requestId)).toEqual([id]);
    expect(Object.keys(customers)).toEqual([effects[0]?.customerId]);
    expect(replays).toEqual({ [id]: 3 });
    expect(till.save(id)).toMatchObject({
      state: 'accepted',
      customerId: effects[0]?.customerId,
    });
  },
);

test('story 3: every replay has the same id and the same bytes, under a fresh sign', async () => {
  const faults = { rules: [{ times: 5, action: { type: 'drop', when: 'after' } as const }] };
  const shop = await StoryShop.open({ faults });
  const till = await shop.till();
  const id = await till.register({ mobile: '13800138000', name: '王芳', remark: 'a "b" +&=%' });
  await shop.drain();

  const requests = shop.gateway.requests();
  expect(requests.length).toBeGreaterThanOrEqual(6);
  expect(new Set(requests.map((request) => request.requestId))).toEqual(new Set([id]));
  expect(new Set(requests.map((request) => request.bodyText)).size).toBe(1);
  // What the gateway has seen before is refused as a replay: such a request had no effect to lose.
  const seen = requests.filter(({ answer }) => answer?.subCode !== 'isv.request-replay-error');
  expect(new Set(seen.map((request) => request.sign)).size).toBe(seen.length);
});

test('story 3: of many people whose answers are lost, each is one member', async () => {
  const faults = { rules: [{ times: 60, action: { type: 'drop', when: 'after' } as const }] };
  const shop = await StoryShop.open({ faults });
  const till = await shop.till();
  const ids = await till.registerPeople(40);
  await shop.drain(6 * HOUR);

  const { effects, customers } = shop.ledger();
  expect(effects.map((effect) => effect.requestId).sort()).toEqual(ids.sort());
  expect(Object.keys(customers)).toHaveLength(40);
  expect(till.outbox.saves.counts).toMatchObject({ accepted: 40, held: 0 });
});
