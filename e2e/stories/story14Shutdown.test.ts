import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { MINUTE, SECOND, StoryShop } from './storyShop.ts';
import { mobileOf } from './storyTill.ts';

test('story 14: shut down while an answer is awaited: it ends in time, and the save is accepted once', async () => {
  const faults = { rules: [{ times: 1, action: { type: 'hang', afterEffect: true } as const }] };
  const shop = await StoryShop.open({ faults });
  const till = await shop.till();
  const id = await till.register({ mobile: '13800138000' });
  while (shop.ledger().effects.length === 0) await sleep(5);
  const stopped = till.stop();
  await shop.clock.pass(SECOND);
  await stopped;
  expect(shop.unanswered).toBe(1);

  await till.start();
  await shop.drain();
  expect(till.save(id)).toMatchObject({ state: 'accepted' });
  expect(shop.ledger().effects.map((effect) => effect.requestId)).toEqual([id]);
  expect(shop.ledger().replays).toEqual({ [id]: 1 });
});

test('story 14: shut down again and again in the middle of a drain: each save takes effect once', async () => {
  const shop = await StoryShop.open();
  const till = await shop.till();
  shop.isCableOut = true;
  const ids = await till.registerPeople(120);
  await shop.clock.pass(MINUTE);
  await till.stop();
  shop.isCableOut = false;
  for (let stops = 0; stops < 10; stops += 1) {
    let sent = 0;
    const enough = new Promise<void>((resolve) => {
      shop.onRequest = () => {
        sent += 1;
        if (sent === 7) resolve();
      };
    });
    await till.start();
    await Promise.race([enough, shop.clock.pass(MINUTE)]);
    await till.stop();
  }
  shop.onRequest = () => {};
  expect(shop.ledger().effects.length).toBeLessThan(120);
  await till.start();
  await shop.drain();
  expect(till.outbox.saves.counts).toMatchObject({ accepted: 120, pending: 0, held: 0 });
  const sent = shop.ledger().effects.map((effect) => effect.requestId);
  expect(sent.sort()).toEqual(ids.sort());
});

test('story 14: shut down while saves are being written: what was told "saved" is there, and nothing else', async () => {
  const shop = await StoryShop.open();
  const till = await shop.till();
  shop.isCableOut = true;
  const pressed = Array.from({ length: 40 }, (_, person) =>
    till.register({ mobile: mobileOf(person) }).catch(() => null),
  );
  await till.stop();
  const saved = (await Promise.all(pressed)).filter((id) => id !== null);

  shop.isCableOut = false;
  await till.start();
  expect(till.outbox.saves.unfinished().map((save) => save.requestId)).toEqual(saved);
  await shop.drain();
  expect(till.outbox.saves.counts).toMatchObject({ accepted: saved.length, held: 0 });
});
