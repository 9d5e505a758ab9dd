import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND, StoryShop } from './storyShop.ts';
import { mobileOf, type StoryTill } from './storyTill.ts';

/** Three saves for each of so many people, one after another as cashiers do. */
async function registerThrice(till: StoryTill, people: number, before = async () => {}) {
  for (const name of ['一', '二', '三']) {
    for (let person = 0; person < people; person += 1) {
      await before();
      await till.register({ mobile: mobileOf(person), name });
    }
  }
}

function expectAllInOrder(shop: StoryShop, till: StoryTill, people: number): void {
  expect(till.outbox.saves.counts).toMatchObject({ accepted: people * 3, pending: 0, held: 0 });
  for (let person = 0; person < people; person += 1) {
    expect(shop.namesOf(mobileOf(person))).toEqual(['一', '二', '三']);
  }
  expect(till.errors).toEqual([]);
}

describe.each([
  ['a year back', -365 * DAY],
  ['a day ahead', DAY],
  ['eleven minutes ahead', 11 * MINUTE],
  ['in the year 1970', -56 * 365 * DAY],
])('story 10: a clock that is %s', (_where, shift) => {
  test('from the start: the gateway’s time is learned, and all is accepted in order', async () => {
    const shop = await StoryShop.open();
    shop.clock.jump(shift);
    const till = await shop.till();
    shop.isCableOut = true;
    await registerThrice(till, 5);
    await shop.clock.pass(MINUTE);
    shop.isCableOut = false;
    await shop.drain();
    expectAllInOrder(shop, till, 5);
  });

  test('since a restart in the middle of the queue: order and waits are the same', async () => {
    const shop = await StoryShop.open();
    const till = await shop.till();
    shop.isCableOut = true;
    await registerThrice(till, 5);
    await shop.clock.pass(MINUTE);
    await till.stop();
    shop.clock.jump(shift);
    shop.isCableOut = false;
    await till.start();
    await shop.drain(5 * MINUTE);
    expectAllInOrder(shop, till, 5);
  });

  test('from one moment to the next, while answers are being lost: nothing is held, one effect each', async () => {
    const shop = await StoryShop.open();
    const till = await shop.till();
    await till.register({ mobile: '13900139000' });
    await shop.drain();
    shop.gateway.setFaults({ rules: [{ times: 4, action: { type: 'drop', when: 'after' } }] });
    await registerThrice(till, 5);
    shop.clock.jump(shift);
    await shop.drain();
    expect(till.outbox.saves.counts).toMatchObject({ accepted: 16, held: 0 });
    for (let person = 0; person < 5; person += 1) {
      expect(shop.namesOf(mobileOf(person))).toEqual(['一', '二', '三']);
    }
  });

  test('from the start, while nothing that is sent is answered: nothing is held as stale', async () => {
    const outage = { rules: [{ times: 6, action: { type: 'refuse' } as const }] };
    const shop = await StoryShop.open({ faults: outage });
    shop.clock.jump(shift);
    const till = await shop.till();
    await registerThrice(till, 5);
    await shop.drain();
    expectAllInOrder(shop, till, 5);
  });
});

test('story 10: a clock that jumps to and fro while it runs: all is accepted, in order, once', async () => {
  const shop = await StoryShop.open();
  const till = await shop.till();
  const jumps = [-365 * DAY, 2 * DAY, 363 * DAY, -HOUR, 90 * MINUTE, -30 * MINUTE];
  let next = 0;
  const jump = async () => {
    shop.clock.jump(jumps[next++ % jumps.length] ?? 0);
    await shop.clock.pass(SECOND / 4);
  };
  await registerThrice(till, 8, jump);
  await shop.drain();
  expectAllInOrder(shop, till, 8);
});
