import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TillReport } from '../../app/report/tillReport.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { Reporter, type SinkFate } from './reporter.ts';

const TAKEN: SinkFate = { kind: 'taken' };
const lost = (code = 'transport.http-502', waitSeconds: number | null = null): SinkFate => ({
  kind: 'lost',
  code,
  waitSeconds,
});

function watched({ phase = 0.5 } = {}) {
  const clock = new VirtualClock();
  const sent: { at: number; held: number; isRunning: boolean; patience: number }[] = [];
  const logged: unknown[] = [];
  const world = {
    held: 0,
    mayTell: true,
    answer: async (): Promise<SinkFate> => TAKEN,
    wakes: 0,
  };
  const reporter = new Reporter({
    sink: {
      send: (report, patience) => {
        const { held, isRunning } = report;
        sent.push({ at: clock.monotonic() / 1_000, held, isRunning, patience });
        return world.answer();
      },
      wake: () => {
        world.wakes += 1;
      },
    },
    to: 'relay',
    describe: (isRunning) =>
      world.mayTell ? ({ held: world.held, isRunning } as TillReport) : null,
    standing: () => `${world.held}`,
    clock,
    log: { info: (...line) => void logged.push(line), warn: (...line) => void logged.push(line) },
    phase,
  });
  const times = () => sent.map(({ at }) => at);
  return { clock, reporter, world, sent, times, logged };
}

test('a till reports once a minute, at its own place in it', async () => {
  const { clock, times } = watched();
  await clock.pass(300_000);
  expect(times()).toEqual([30, 90, 150, 210, 270]);
});

test('a change is told soon, and not more often than every ten seconds, whatever changes', async () => {
  const { clock, reporter, world, sent } = watched();
  await clock.pass(100_000);
  sent.length = 0;
  world.held = 1;
  reporter.look();
  await clock.pass(6_000);
  expect(sent).toMatchObject([{ at: 105, held: 1 }]);
  for (let change = 0; change < 100; change += 1) {
    world.held += 1;
    reporter.look();
    await clock.pass(200);
  }
  expect(sent.map(({ at }) => at)).toEqual([105, 115, 125]);
  await clock.pass(100_000);
  // What stands still is told once.
  expect(sent.map(({ at }) => at)).toEqual([105, 115, 125, 135, 150, 210]);
  expect(sent.at(-1)).toMatchObject({ held: world.held });
});

test('two reports are never closer than ten seconds, and never further apart than a minute and ten where they are taken', async () => {
  const step = fc.record({ pass: fc.nat(40_000), changes: fc.boolean(), wakes: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      async (steps, phase) => {
        const { clock, reporter, world, times } = watched({ phase });
        for (const { pass, changes, wakes } of steps) {
          if (changes) world.held += 1;
          reporter.look();
          if (wakes) reporter.wake();
          await clock.pass(pass);
        }
        const all = times();
        all.slice(1).forEach((at, index) => {
          const apart = at - (all[index] ?? 0);
          expect(apart).toBeGreaterThanOrEqual(10 - 1e-6);
          expect(apart).toBeLessThanOrEqual(70 + 1e-6);
        });
      },
    ),
    { numRuns: 60 },
  );
});

test('what happens to all tills at once is told by each at its own moment', async () => {
  const tills = Array.from({ length: 20 }, (_, index) => watched({ phase: index / 20 }));
  for (const { clock } of tills) await clock.pass(95_000);
  for (const till of tills) {
    till.sent.length = 0;
    till.world.held = 7;
    till.reporter.look();
    await till.clock.pass(21_000);
  }
  const told = tills.map(({ sent }) => sent.find(({ held }) => held === 7)?.at);
  expect(told).not.toContain(undefined);
  expect(new Set(told).size).toBeGreaterThan(15);
});

test('how a till begins is no change: a chain’s tills that begin at once do not all tell at once', async () => {
  const { clock, reporter, times } = watched();
  reporter.look();
  await clock.pass(29_000);
  expect(times()).toEqual([]);
  await clock.pass(1_000);
  expect(times()).toEqual([30]);
});

describe('where nobody takes reports', () => {
  test('tries grow further apart, but not so far that anybody calls the till silent, and a change makes no more of them', async () => {
    const { clock, reporter, world, times } = watched({ phase: 0 });
    world.answer = async () => lost();
    for (let minute = 0; minute < 30; minute += 1) {
      world.held += 1;
      reporter.look();
      await clock.pass(60_000);
    }
    expect(times()).toEqual([0, 60, 180, 420, 720, 1_020, 1_320, 1_620]);
    world.answer = async () => TAKEN;
    await clock.pass(300_000);
    expect(times().slice(8)).toEqual([1_920, 1_980, 2_040, 2_100]);
  });

  test('it is said once in the log, by a code, until one is taken', async () => {
    const { clock, world, logged } = watched();
    world.answer = async () => lost('isv.appkey-revoked');
    await clock.pass(1_800_000);
    expect(logged).toEqual([['report not taken', { to: 'relay', code: 'isv.appkey-revoked' }]]);
    world.answer = async () => TAKEN;
    await clock.pass(300_000);
    expect(logged.slice(1)).toEqual([['reports are taken again', { to: 'relay' }]]);
    world.answer = async () => lost('p13800138000');
    await clock.pass(300_000);
    expect(logged.slice(2)).toEqual([['report not taken', { to: 'relay', code: 'not-plain' }]]);
  });

  test('who wants none for a while gets none, but no word keeps a till silent for longer than an hour', async () => {
    const { clock, world, times } = watched({ phase: 0 });
    world.answer = async () => lost('7', 600);
    await clock.pass(599_000);
    expect(times()).toEqual([0]);
    world.answer = async () => lost('7', 10 ** 9);
    await clock.pass(1_000 + 3_599_000);
    expect(times()).toEqual([0, 600]);
    await clock.pass(1_000);
    expect(times()).toEqual([0, 600, 4_200]);
  });

  test('other settings, or a sleep that is over, make it try at once', async () => {
    const { clock, reporter, world, times } = watched({ phase: 0.5 });
    world.answer = async () => lost('7', 3_000);
    await clock.pass(60_000);
    world.answer = async () => TAKEN;
    reporter.wake();
    await clock.pass(6_000);
    expect(times()).toEqual([30, 65]);
    expect(world.wakes).toBe(1);
  });
});

test('only one report is under way: one that gets no answer is waited for, and what was woken meanwhile comes after it', async () => {
  const { clock, reporter, world, sent, times, logged } = watched({ phase: 0 });
  let answer: (fate: SinkFate) => void = () => {};
  world.answer = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  await clock.pass(5_000);
  reporter.wake();
  world.held = 3;
  reporter.look();
  await clock.pass(90_000);
  expect(times()).toEqual([0]);
  world.answer = async () => TAKEN;
  // Over a sleep a call is lost, which says nothing of whoever takes reports.
  answer(lost('transport.etimedout'));
  await clock.pass(1_000);
  expect(sent.slice(1)).toMatchObject([{ at: 95, held: 3 }]);
  expect(logged).toEqual([]);
});

test('a sleep that ends while a report is under way is followed by another one, also where nothing has changed', async () => {
  const { clock, reporter, world, times } = watched({ phase: 0 });
  let answer: (fate: SinkFate) => void = () => {};
  world.answer = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  await clock.pass(5_000);
  reporter.wake();
  world.answer = async () => TAKEN;
  answer(TAKEN);
  await clock.pass(5_000);
  expect(times()).toEqual([0, 10]);
  await clock.pass(50_000);
  expect(times()).toEqual([0, 10, 60]);
});

test('nothing is told of a till whose data may not be its own, and all goes on when they are', async () => {
  const { clock, world, sent, times } = watched();
  world.mayTell = false;
  await clock.pass(200_000);
  expect(sent).toEqual([]);
  world.mayTell = true;
  await clock.pass(60_000);
  expect(times()).toEqual([210]);
});

describe('the end', () => {
  test('is told, with less patience than any other report, and nothing comes after it', async () => {
    const { clock, reporter, sent } = watched();
    await clock.pass(40_000);
    await reporter.end(10_000);
    await reporter.end(10_000);
    reporter.look();
    reporter.wake();
    await clock.pass(600_000);
    expect(sent).toMatchObject([
      { at: 30, isRunning: true, patience: 10_000 },
      { at: 40, isRunning: false, patience: 1_500 },
    ]);
  });

  test('is not told where nobody took the last report: nobody waits for it', async () => {
    const { clock, reporter, world, sent } = watched();
    await reporter.end(10_000);
    expect(sent).toEqual([]);
    const other = watched();
    other.world.answer = async () => lost();
    await other.clock.pass(40_000);
    await other.reporter.end(10_000);
    expect(other.sent).toHaveLength(1);
    expect(world.wakes).toBe(0);
    await clock.pass(1_000);
  });

  test('waits for a report under way, and not for one that hangs: it would come after the last one', async () => {
    const { clock, reporter, world, sent } = watched();
    await clock.pass(40_000);
    world.answer = () => new Promise(() => undefined);
    await clock.pass(60_000);
    expect(sent).toHaveLength(2);
    const ended = reporter.end(10_000);
    await clock.pass(1_500);
    await ended;
    expect(sent).toHaveLength(2);
  });
});
