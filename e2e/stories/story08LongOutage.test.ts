import { expect, test } from 'vitest';
import { HOUR, StoryShop } from './storyShop.ts';

test('story 8: hundreds of failed attempts later, on real files, the queue drains with no new save and no restart', async () => {
  const shop = await StoryShop.open();
  const till = await shop.till();
  shop.isCableOut = true;
  let attempts = 0;
  shop.onRequest = () => {
    attempts += 1;
  };
  const ids = await till.registerPeople(20);
  await shop.clock.pass(3 * HOUR);
  // More than any retry budget of the programs that this happened to.
  expect(attempts).toBeGreaterThan(200);
  expect(till.outbox.saves.counts).toMatchObject({ pending: 20, held: 0 });
  expect(till.running.replayer.pause()).toMatchObject({ kind: 'unreachable' });

  shop.isCableOut = false;
  await shop.drain();
  expect(till.outbox.saves.counts).toMatchObject({ accepted: 20, pending: 0, held: 0 });
  const sent = shop.ledger().effects.map((effect) => effect.requestId);
  expect(sent.sort()).toEqual(ids.sort());
  expect(till.errors).toEqual([]);
});
