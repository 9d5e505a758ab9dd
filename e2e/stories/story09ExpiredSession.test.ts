import { expect, test } from 'vitest';
import { HOUR, MINUTE, StoryShop } from './storyShop.ts';
import type { StoryTill } from './storyTill.ts';

const EXPIRED = { rules: [{ action: { type: 'expireSession' } as const }] };

/** A till that drains 200 saves of an outage; `inTheMiddle` is called when the request of this number leaves. */
async function drainUntilPaused(
  inTheMiddle: (shop: StoryShop, till: StoryTill) => void,
  request = 80,
) {
  const shop = await StoryShop.open();
  const till = await shop.till();
  shop.isCableOut = true;
  const ids = await till.registerPeople(200);
  await shop.clock.pass(MINUTE);
  await till.stop();
  await till.start();
  let sent = 0;
  shop.onRequest = () => {
    sent += 1;
    if (sent === request) inTheMiddle(shop, till);
  };
  shop.isCableOut = false;
  const pause = () => till.running.replayer.pause();
  await shop.passUntil(() => pause().kind === 'configuration');
  return { shop, till, ids, pause: pause() };
}

/** Each intention has taken effect once, and nothing is left over. */
function expectAllOnce(shop: StoryShop, till: StoryTill, ids: string[]): void {
  expect(till.outbox.saves.counts).toMatchObject({ accepted: ids.length, pending: 0, held: 0 });
  const sent = shop.ledger().effects.map((effect) => effect.requestId);
  expect(sent.sort()).toEqual([...ids].sort());
}

test('story 9: the session expires in the middle of a drain: a pause, nothing held, then all', async () => {
  const { shop, till, ids, pause } = await drainUntilPaused(({ gateway }) =>
    gateway.setFaults(EXPIRED),
  );
  expect(pause).toMatchObject({ kind: 'configuration', code: '27' });
  const { effects, requests } = shop.ledger();
  await shop.clock.pass(HOUR);
  // A look every five minutes and no more: the answer is known.
  expect(shop.gateway.requests().length - requests.length).toBeLessThan(20);
  expect(till.outbox.saves.counts).toMatchObject({ pending: 200 - effects.length, held: 0 });

  shop.gateway.setFaults({});
  await till.provisionWith({ session: 'a-new-one' });
  await shop.drain();
  expectAllOnce(shop, till, ids);
});

test('story 9: a session that is valid again is noticed without anybody', async () => {
  const { shop, till, ids, pause } = await drainUntilPaused(({ gateway }) =>
    gateway.setFaults(EXPIRED),
  );
  expect(pause).toMatchObject({ kind: 'configuration', code: '27' });
  shop.gateway.setFaults({});
  await shop.drain();
  expectAllOnce(shop, till, ids);
});

test('story 9: the secret is revoked in the middle of a drain: a pause, one save at the most waits for somebody, then all', async () => {
  const { shop, till, ids, pause } = await drainUntilPaused(({ gateway }) =>
    gateway.setFaults({ rules: [{ action: { type: 'error', code: 25 } }] }),
  );
  expect(pause).toMatchObject({ kind: 'configuration', code: '25' });
  await shop.clock.pass(HOUR);
  expect(till.outbox.saves.counts.held).toBeLessThanOrEqual(1);
  expect(till.outbox.saves.counts.pending).toBeGreaterThan(100);

  shop.gateway.setFaults({});
  await till.provisionWith({});
  await shop.drain();
  for (const save of till.outbox.saves.unfinished()) {
    expect(save).toMatchObject({ state: 'held', heldReason: 'sign' });
    await till.outbox.decisions.requeue(save.requestId);
  }
  till.running.replayer.wake('send-now');
  await shop.drain();
  expectAllOnce(shop, till, ids);
});

test('story 9: a wrong secret is entered in the middle of a drain: a pause, nothing held, then all', async () => {
  const { shop, till, ids, pause } = await drainUntilPaused((_, sender) => {
    void sender.provisionWith({ appSecret: 'with-a-typing-mistake' });
    // Another secret is another data key, which is on the disk before the secret holds: some leave meanwhile.
  }, 50);
  expect(pause).toMatchObject({ kind: 'configuration', code: '25' });
  await shop.clock.pass(HOUR);
  expect(till.outbox.saves.counts.held).toBe(0);
  expect(till.outbox.saves.counts.pending).toBeGreaterThan(100);

  await till.provisionWith({});
  await shop.drain();
  expectAllOnce(shop, till, ids);
});
