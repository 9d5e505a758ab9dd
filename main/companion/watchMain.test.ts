import { describe, expect, test } from 'vitest';
import { type Cost, LIMITS, SHARED, type Standing, watchMain } from './watchMain.ts';

const GB = 1024 ** 3;

/** A main process that is looked at whenever a test says; `page` 7 is there. */
function mainProcess() {
  const shared = new Int32Array(SHARED.length);
  const standing: Standing = { cpuMs: 0, bytes: 200_000_000, files: 100 };
  const ended: [number, Cost][] = [];
  let page = 0;
  let next = () => {};
  watchMain({
    ...{ shared, slots: SHARED, limits: LIMITS },
    every: (look) => {
      next = look;
    },
    standing: () => ({ ...standing }),
    end: (process) => {
      page = process;
    },
    tell: (cost) => ended.push([page, cost]),
  });
  const moves = (times = 1, cpuMs = 20) => {
    for (let n = 0; n < times; n += 1) {
      shared[SHARED.beats] = (shared[SHARED.beats] ?? 0) + 1;
      standing.cpuMs += cpuMs;
      next();
    }
  };
  const standsStill = (times: number, cpuMs = 1_000) => {
    for (let n = 0; n < times; n += 1) {
      standing.cpuMs += cpuMs;
      next();
    }
  };
  const load = (process: number) => {
    shared[SHARED.page] = process;
    moves(10);
  };
  load(7);
  return { ended, moves, standsStill, load, standing };
}

describe('a page is ended', () => {
  test('that holds the main process up for six seconds of a minute, in one go or in many', () => {
    const { ended, moves, standsStill, load } = mainProcess();
    standsStill(5);
    expect(ended).toEqual([]);
    standsStill(1);
    expect(ended).toEqual([[7, 'time']]);
    load(8);
    for (let n = 0; n < 3; n += 1) {
      standsStill(2);
      moves(3);
    }
    expect(ended).toEqual([
      [7, 'time'],
      [8, 'time'],
    ]);
  });

  test('once, however long the main process does not hear of it', () => {
    const { ended, standsStill } = mainProcess();
    standsStill(100);
    expect(ended).toEqual([[7, 'time']]);
  });

  test('also where the system gives it the number of the one that was ended before', () => {
    const { ended, standsStill, load } = mainProcess();
    standsStill(6);
    load(0);
    load(7);
    standsStill(6);
    expect(ended).toEqual([
      [7, 'time'],
      [7, 'time'],
    ]);
  });

  test('that fills it with a gigabyte, or has it open a thousand and more files', () => {
    const { ended, moves, load, standing } = mainProcess();
    standing.bytes += 0.9 * GB;
    moves();
    expect(ended).toEqual([]);
    standing.bytes += 0.2 * GB;
    moves();
    load(8);
    standing.files = 1_601;
    moves();
    expect(ended).toEqual([
      [7, 'memory'],
      [8, 'files'],
    ]);
  });
});

describe('no page is ended', () => {
  test('for a PC that was asleep, for a disk that was waited for, or for other programs that take the processor', () => {
    const { ended, standsStill } = mainProcess();
    standsStill(100, 10);
    standsStill(59, 99);
    expect(ended).toEqual([]);
  });

  test('for a till that is busy with its own, in slices, however long', () => {
    const { ended, moves } = mainProcess();
    moves(600, 990);
    expect(ended).toEqual([]);
  });

  test('for five seconds in each minute', () => {
    const { ended, moves, standsStill } = mainProcess();
    for (let n = 0; n < 5; n += 1) {
      standsStill(5);
      moves(60);
    }
    expect(ended).toEqual([]);
  });

  test('for what the page before it has cost', () => {
    const { ended, load, moves, standsStill, standing } = mainProcess();
    standsStill(5);
    Object.assign(standing, { bytes: 1.1 * GB, files: 1_000 });
    load(8);
    standing.bytes += 0.9 * GB;
    standsStill(5);
    moves();
    expect(ended).toEqual([]);
  });

  test('where there is none', () => {
    const { ended, load, standsStill } = mainProcess();
    load(0);
    standsStill(100);
    expect(ended).toEqual([]);
  });

  test('for files of which the system does not tell', () => {
    const { ended, load, moves, standing } = mainProcess();
    standing.files = null;
    load(8);
    moves(10);
    expect(ended).toEqual([]);
  });
});
