import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { Shutdown } from '../shutdown.ts';
import { ProgramEnd } from './programEnd.ts';

function make({ isBusy = false } = {}) {
  const clock = new VirtualClock();
  const logged: unknown[] = [];
  const shutdown = new Shutdown({ clock, log: { warn: (...line) => void logged.push(line) } });
  let letGo = 0;
  const end = new ProgramEnd({
    shutdown,
    clock,
    keepTyped: (longest) =>
      isBusy
        ? new Promise((resolve) => void clock.after(longest, () => resolve(true)))
        : Promise.resolve(true),
    letGo: () => {
      letGo += 1;
    },
  });
  return { clock, shutdown, end, letGo: () => letGo, logged };
}

test('a quit and the end of the session close everything once', async () => {
  const { shutdown, end, letGo } = make();
  let closed = 0;
  shutdown.join('store', 'outbox', () => {
    closed += 1;
  });
  await Promise.all([end.stop(2_000), end.stop(1_000, 3_500)]);
  expect([letGo(), closed, end.isOver]).toEqual([1, 1, true]);
});

test('a quit that is under way when the session ends gets no more time than Windows gives', async () => {
  const { clock, shutdown, end } = make();
  shutdown.join('store', 'a disk that does not answer', () => new Promise(() => undefined));
  const quit = end.stop(2_000);
  await clock.pass(1_000);
  expect(end.isOver).toBe(false);
  const session = end.stop(1_000, 3_500);
  await clock.pass(3_499);
  expect(end.isOver).toBe(false);
  await clock.pass(1);
  await session;
  expect(end.isOver).toBe(true);
  // What goes on is not stopped: whoever quit is told when it has its end.
  await clock.pass(10_000);
  await quit;
});

test('a quit alone has the time that it was given', async () => {
  const { clock, shutdown, end } = make();
  let finish = () => {};
  shutdown.join(
    'store',
    'a slow disk',
    () => new Promise((resolve) => (finish = () => resolve(undefined))),
  );
  const quit = end.stop(2_000);
  await clock.pass(6_000);
  expect(end.isOver).toBe(false);
  finish();
  await quit;
  expect(end.isOver).toBe(true);
});

test('a page that is busy while a quit waits for it gets no more than half a second from the end of the session', async () => {
  const { clock, shutdown, end, letGo } = make({ isBusy: true });
  let closed = 0;
  shutdown.join('store', 'outbox', () => {
    closed += 1;
  });
  const quit = end.stop(2_000);
  await clock.pass(100);
  const session = end.stop(1_000, 3_500);
  await clock.pass(499);
  expect([letGo(), closed, end.isOver]).toEqual([0, 0, false]);
  await clock.pass(1);
  await session;
  expect([letGo(), closed, end.isOver]).toEqual([1, 1, true]);
  await clock.pass(10_000);
  await quit;
  expect([letGo(), closed]).toEqual([1, 1]);
});
