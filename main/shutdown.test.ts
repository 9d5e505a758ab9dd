import { beforeEach, expect, test } from 'vitest';
import { VirtualClock } from '../testing/doubles/virtualClock.ts';
import { type EndingStep, Shutdown } from './shutdown.ts';

const clock = new VirtualClock();
let ended: string[];
let logged: unknown[];
let shutdown: Shutdown;
beforeEach(() => {
  ended = [];
  logged = [];
  shutdown = new Shutdown({ clock, log: { warn: (...line) => void logged.push(line) } });
});

const join = (step: EndingStep, name: string) =>
  shutdown.join(step, name, async () => {
    await Promise.resolve();
    ended.push(name);
  });

test('whoever has joined ends in the order of the steps, whenever it joined', async () => {
  join('trail', 'trail');
  join('store', 'store');
  join('finish', 'replayer');
  join('stop-listening', 'system');
  join('begin-nothing', 'timer');
  await shutdown.run(0);
  expect(ended).toEqual(['timer', 'replayer', 'store', 'trail', 'system']);
  expect(logged).toEqual([]);
});

test('everything ends once, however often that is asked', async () => {
  join('store', 'store');
  const first = shutdown.run(0);
  expect(shutdown.run(5)).toBe(first);
  await first;
  await shutdown.run(0);
  expect(ended).toEqual(['store']);
});

test('what is under way is given its time, and everybody hears of it', async () => {
  const told: number[] = [];
  shutdown.join('finish', 'one', (deadline) => void told.push(deadline));
  shutdown.join('store', 'other', (deadline) => void told.push(deadline));
  await shutdown.run(2_000);
  expect(told).toEqual([2_000, 2_000]);
});

test.each([
  ['finish', 3_000],
  ['store', 10_000],
] as const)(
  'what does not end in the step "%s" is left after %d ms, and logged',
  async (step, limit) => {
    shutdown.join(step, 'stuck', () => new Promise(() => undefined));
    join('trail', 'trail');
    const end = shutdown.run(2_000);
    await clock.pass(limit - 1);
    expect(ended).toEqual([]);
    await clock.pass(1);
    await end;
    expect(ended).toEqual(['trail']);
    expect(logged).toEqual([['not ended', { step, name: 'stuck', problem: 'late' }]]);
  },
);

test('what fails is logged, at once or later, and keeps nobody from ending', async () => {
  shutdown.join('finish', 'at once', () => {
    throw new Error('one');
  });
  shutdown.join('finish', 'later', () => Promise.reject(new Error('two')));
  join('finish', 'beside');
  join('store', 'store');
  await shutdown.run(0);
  expect(ended).toEqual(['beside', 'store']);
  expect(logged).toEqual([
    ['not ended', { step: 'finish', name: 'at once', problem: 'Error: one' }],
    ['not ended', { step: 'finish', name: 'later', problem: 'Error: two' }],
  ]);
});

test('where everything together has its time, nobody waits longer than that, and what goes on is not stopped', async () => {
  let isOver = false;
  shutdown.join('store', 'slow', () => new Promise((resolve) => clock.after(5_000, resolve)));
  join('trail', 'trail');
  const end = shutdown.run(1_000, 3_500).then(() => {
    isOver = true;
  });
  await clock.pass(3_499);
  expect(isOver).toBe(false);
  await clock.pass(1);
  await end;
  expect([ended, logged]).toEqual([[], [['not all ended in time']]]);
  await clock.pass(1_500);
  expect(ended).toEqual(['trail']);
});

test('a shorter time for all of it holds for an end that is under way already', async () => {
  shutdown.join('store', 'slow', () => new Promise((resolve) => clock.after(9_000, resolve)));
  void shutdown.run(2_000);
  const end = shutdown.run(1_000, 3_500);
  await clock.pass(3_500);
  await end;
  expect(logged).toEqual([['not all ended in time']]);
});
