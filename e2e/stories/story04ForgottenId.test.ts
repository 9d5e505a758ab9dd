import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, StoryShop } from './storyShop.ts';
import type { StoryTill } from './storyTill.ts';

const mobile = '13800138000';

/**
 * The gateway keeps ids for eight days. The save of one till took effect there, and its answer was lost;
 * then the till is away, and another till writes newer data for the same person.
 */
async function lostAndOvertaken() {
  const shop = await StoryShop.open({ faults: { forgetIdsAfterSeconds: (8 * DAY) / 1_000 } });
  const away = await shop.till();
  const other = await shop.till();
  shop.gateway.setFaults({
    forgetIdsAfterSeconds: (8 * DAY) / 1_000,
    rules: [{ times: 1, action: { type: 'drop', when: 'after' } }],
  });
  shop.onRequest = () => {
    shop.isCableOut = shop.gateway.requests().length > 0;
  };
  const id = await away.register({ mobile, name: '旧' });
  await shop.clock.pass(0);
  expect(away.save(id)).toMatchObject({ state: 'pending' });
  const cutOff = async () => {
    await away.stop();
    shop.onRequest = () => {};
    shop.isCableOut = false;
    await other.register({ mobile, name: '新' });
    await shop.drain();
    expect(shop.namesOf(mobile)).toEqual(['旧', '新']);
  };
  return { shop, away, id, cutOff };
}

const nothingReplayed = async (shop: StoryShop, away: StoryTill, id: string) => {
  await shop.passUntil(() => away.save(id).state === 'held');
  expect(away.save(id)).toMatchObject({ state: 'held', heldReason: 'stale' });
  expect(shop.namesOf(mobile)).toEqual(['旧', '新']);
  expect(shop.ledger().replays).toEqual({});
};

test('story 4: back after nine days, the save is held as stale and overwrites nothing', async () => {
  const { shop, away, id, cutOff } = await lostAndOvertaken();
  await cutOff();
  await shop.clock.pass(9 * DAY);
  await away.start();
  await nothingReplayed(shop, away, id);
});

test('story 4: and the customer at the counter is served meanwhile', async () => {
  const { shop, away, id, cutOff } = await lostAndOvertaken();
  await cutOff();
  await shop.clock.pass(9 * DAY);
  await away.start();
  const next = await away.register({ mobile: '13900139000' });
  await shop.drain();
  expect(away.save(next)).toMatchObject({ state: 'accepted' });
  await nothingReplayed(shop, away, id);
});

test('story 4: a clock that stood still while the till was off does not make it young', async () => {
  const { shop, away, id, cutOff } = await lostAndOvertaken();
  await cutOff();
  await shop.clock.pass(9 * DAY);
  shop.clock.jump(-9 * DAY);
  await away.start();
  await nothingReplayed(shop, away, id);
});

test('story 4: within the day it is replayed, and the gateway still knows the id: one effect', async () => {
  const { shop, away, id, cutOff } = await lostAndOvertaken();
  await cutOff();
  await shop.clock.pass(20 * HOUR);
  await away.start();
  await shop.drain();
  expect(away.save(id)).toMatchObject({ state: 'accepted' });
  expect(shop.namesOf(mobile)).toEqual(['旧', '新']);
  expect(shop.ledger().replays).toEqual({ [id]: 1 });
});

test('story 4: a manager who looked at it may send it as it is', async () => {
  const { shop, away, id, cutOff } = await lostAndOvertaken();
  await cutOff();
  await shop.clock.pass(9 * DAY);
  await away.start();
  await nothingReplayed(shop, away, id);
  await away.outbox.decisions.requeue(id);
  away.running.replayer.wake('send-now');
  await shop.drain();
  expect(away.save(id)).toMatchObject({ state: 'accepted' });
  expect(shop.namesOf(mobile)).toEqual(['旧', '新', '旧']);
});

test('story 4: a refusal of the next try takes nothing of the doubt: later than a day it takes the manager', async () => {
  const forgetIdsAfterSeconds = (8 * DAY) / 1_000;
  const shop = await StoryShop.open({ faults: { forgetIdsAfterSeconds } });
  const away = await shop.till();
  const other = await shop.till();
  shop.gateway.setFaults({
    forgetIdsAfterSeconds,
    rules: [
      { times: 1, action: { type: 'drop', when: 'after' } },
      { times: 1, action: { type: 'error', code: 15, subCode: 'isv.brand-closed' } },
    ],
  });
  const id = await away.register({ mobile, name: '旧' });
  await shop.passUntil(() => away.save(id).state === 'held');
  expect(away.save(id)).toMatchObject({ heldReason: 'rejected' });
  await shop.clock.pass(9 * DAY);
  await other.register({ mobile, name: '新' });
  await shop.passUntil(() => shop.namesOf(mobile).length === 2);
  expect(await away.outbox.decisions.sendAgain(id)).toBeNull();
  away.running.replayer.wake('send-now');
  await shop.clock.pass(HOUR);
  expect(shop.namesOf(mobile)).toEqual(['旧', '新']);
});

test('story 4: a save that never left is not stale, however old it is', async () => {
  const shop = await StoryShop.open();
  const till = await shop.till();
  shop.isCableOut = true;
  const id = await till.register({ mobile });
  await shop.clock.pass(MINUTE);
  await till.stop();
  await shop.clock.pass(30 * DAY);
  shop.isCableOut = false;
  await till.start();
  await shop.drain();
  expect(till.save(id)).toMatchObject({ state: 'accepted' });
});
