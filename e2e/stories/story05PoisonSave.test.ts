import { expect, test } from 'vitest';
import type { FaultAction } from '../../sandbox/faults/faultSchema.ts';
import { MINUTE, StoryShop } from './storyShop.ts';

const POISON = '13900139000';

/**
 * One save that the gateway cannot digest, made before 200 good ones while the cable was out. After a
 * restart nothing is fresh at the counter any more: it really stands in front.
 */
async function drainBehind(action: FaultAction) {
  const shop = await StoryShop.open({
    faults: { rules: [{ match: { mobile: POISON }, action }] },
  });
  const till = await shop.till();
  shop.isCableOut = true;
  const poison = await till.register({ mobile: POISON });
  const good = await till.registerPeople(200);
  await shop.clock.pass(MINUTE);
  await till.stop();
  await till.start();
  shop.isCableOut = false;
  const accepted = () => good.filter((id) => till.save(id).state === 'accepted').length;
  await shop.passUntil(() => accepted() === good.length, 10 * MINUTE);
  return { shop, till, poison, accepted: accepted() };
}

test('story 5: one save that is refused, in front of 200 good ones: held, and the 200 are accepted', async () => {
  const { till, poison, accepted } = await drainBehind({
    type: 'error',
    code: 50,
    subCode: 'isv.invalid-parameter',
    subMsg: '手机号已注销',
  });
  expect(accepted).toBe(200);
  expect(till.save(poison)).toMatchObject({ state: 'held', heldReason: 'rejected' });
  expect(till.outbox.contents.openWords(till.save(poison))).toMatchObject({ text: '手机号已注销' });
});

test.each<[string, FaultAction]>([
  ['an undecidable answer', { type: 'error', code: 15 }],
  ['a business failure', { type: 'bizFailure', resultCode: 'X9' }],
])(
  'story 5: %s to one save: tried five times, then held, and the 200 are accepted',
  async (_, action) => {
    const { shop, till, poison, accepted } = await drainBehind(action);
    expect(accepted).toBe(200);
    await shop.drain();
    expect(till.save(poison)).toMatchObject({ state: 'held', heldReason: 'undecidable' });
    const tries = shop.gateway.requests().filter(({ faulted }) => faulted === action.type);
    expect(tries.map(({ requestId }) => requestId)).toEqual(Array(5).fill(poison));
  },
);

test('story 5: a service that fails one save for ever: it waits by itself, and the 200 are accepted', async () => {
  const { till, poison, accepted } = await drainBehind({
    type: 'error',
    code: 15,
    subCode: 'isp.remote-service-error',
  });
  expect(accepted).toBe(200);
  expect(till.save(poison)).toMatchObject({ state: 'pending' });
});

test.each<[string, FaultAction]>([
  ['a 502 page', { type: 'http', status: 502 }],
  ['a dropped connection', { type: 'drop', when: 'before' }],
])(
  'story 5: %s at every attempt of one save: the 200 are accepted all the same',
  async (_, action) => {
    const { accepted } = await drainBehind(action);
    expect(accepted).toBe(200);
  },
);
