import type { Happening, Schedule } from './schedule.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const save = (mobile: number | null, outer: number | null = null): Happening => ({
  type: 'save',
  mobile,
  outer,
});

const schedule = (...steps: [Happening, number][]): Schedule => ({
  seed: 0,
  flush: 0,
  forgets: false,
  steps: steps.map(([happening, wait]) => ({ happening, wait })),
});

/** The smallest schedules of what the simulation has found: they failed once and must not again. */
export const FOUND: readonly (readonly [string, Schedule])[] = [
  [
    'a stale save at the start does not keep itself and the next one of its person waiting for ever',
    schedule(
      [save(0), 0],
      [save(0), 0],
      [{ type: 'kill', after: 0, off: DAY + DAY / 24 }, 0],
      [save(1), 0],
    ),
  ],
  [
    'the same where nobody else has anything to send',
    schedule([save(0), 0], [save(0), 0], [{ type: 'kill', after: 0, off: 0 }, DAY + DAY / 24]),
  ],
  [
    'a call that was signed with the old key says nothing about the new one',
    schedule(
      [save(0), 0],
      [{ type: 'settings', change: 'wrong secret' }, 0],
      [save(0), 0],
      [{ type: 'answer', save: 1, times: 1, action: { type: 'ban', seconds: 1 } }, 26],
    ),
  ],
  [
    'a save that waits for its own time does not keep a paced till busy',
    schedule(
      [{ type: 'answer', save: null, times: 1, action: { type: 'ban', seconds: 1 } }, 0],
      [{ type: 'answer', save: 3, times: 12, action: { type: 'error', code: 10 } }, 0],
      [save(0), 2 * MINUTE],
      [save(1), 2 * MINUTE],
      [save(2), 2 * MINUTE],
      [save(0), 60 * MINUTE],
    ),
  ],
  [
    'one person by a third save that is finished: the order holds',
    schedule([save(0, 1), 0], [save(null, 1), 0], [save(0), 0]),
  ],
];
