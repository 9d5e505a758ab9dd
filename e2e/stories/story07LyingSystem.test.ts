import { EventEmitter } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { wakeWithSystem } from '../../main/wakeWithSystem.ts';
import { MINUTE, SECOND, StoryShop } from './storyShop.ts';

/** How often the till looks what the system believes (ms). */
const LOOK = 2 * SECOND;

/** A till that is told by the operating system what `believes` says, wired as the main process does it. */
async function tillUnder(believes: () => boolean) {
  const shop = await StoryShop.open();
  const till = await shop.till();
  const { replayer } = till.running;
  const power = new EventEmitter();
  onTestFinished(wakeWithSystem(replayer, { power, isOnline: believes, clock: shop.clock }));
  return { shop, till, pass: (milliseconds: number) => shop.clock.pass(milliseconds) };
}

test('story 7: the system says "offline" and is wrong: a save at the counter is sent at once', async () => {
  const { shop, till } = await tillUnder(() => false);
  const id = await till.register({ mobile: '13800138000' });
  await shop.clock.pass(0);
  expect(till.save(id)).toMatchObject({ state: 'accepted' });
});

test('story 7: it goes on saying "offline" after an outage: the queue drains all the same', async () => {
  const { shop, till, pass } = await tillUnder(() => false);
  shop.isCableOut = true;
  await till.registerPeople(20);
  await pass(10 * MINUTE);
  shop.isCableOut = false;
  await pass(10 * MINUTE);
  expect(till.outbox.saves.counts).toMatchObject({ accepted: 20, held: 0 });
});

test('story 7: the system says "online" and is wrong: nothing is held, nothing is sent faster for it', async () => {
  const { shop, till, pass } = await tillUnder(() => true);
  shop.isCableOut = true;
  await till.registerPeople(20);
  let attempts = 0;
  shop.onRequest = () => (attempts += 1);
  await pass(20 * MINUTE);
  // Waits of half a minute on average, and some luck.
  expect(attempts).toBeLessThan(120);
  expect(till.outbox.saves.counts).toMatchObject({ pending: 20, held: 0 });
});

test('story 7: a system that changes its mind with every look makes no storm, and hinders nothing', async () => {
  let looks = 0;
  const { shop, till, pass } = await tillUnder(() => ++looks % 2 === 0);
  shop.isCableOut = true;
  await till.registerPeople(20);
  let attempts = 0;
  shop.onRequest = () => (attempts += 1);
  await pass(5 * MINUTE);
  // Every other look is a change for the better; a few come from the till's own waits.
  expect(attempts).toBeLessThan((5 * MINUTE) / LOOK);
  expect(till.outbox.saves.counts).toMatchObject({ pending: 20, held: 0 });

  shop.isCableOut = false;
  await pass(5 * MINUTE);
  expect(till.outbox.saves.counts).toMatchObject({ accepted: 20, held: 0 });
});

test('story 7: when it is right for once, its word ends the wait', async () => {
  let isOnline = false;
  const { shop, till, pass } = await tillUnder(() => isOnline);
  shop.isCableOut = true;
  const id = await till.register({ mobile: '13800138000' });
  let last = 0;
  shop.onRequest = () => (last = shop.clock.monotonic());
  await pass(5 * MINUTE);
  // Begin right after a probe that was followed by a long wait.
  while (shop.clock.monotonic() - last > LOOK) await pass(LOOK);
  shop.onRequest = () => {};
  shop.isCableOut = false;
  isOnline = true;
  await pass(2 * LOOK);
  expect(till.save(id)).toMatchObject({ state: 'accepted' });
});
