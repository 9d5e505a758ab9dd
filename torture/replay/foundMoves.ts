import { CLOSED, DAY, HOUR, MINUTE, save, schedule } from './foundSchedule.ts';
import type { Schedule } from './schedule.ts';

/** As `FOUND`: of queues that move, and what nobody knows of them any more. */
export const FOUND_MOVES: readonly (readonly [string, Schedule])[] = [
  [
    'what comes in a file that a clock dates before its saves is held where a later save has left',
    schedule(
      [save(0), 0],
      [{ type: 'save elsewhere', mobile: 0, outer: null }, 0],
      [{ type: 'kill', after: 0, off: 0, wrong: -365 * DAY }, 0],
      [{ type: 'outage', weather: 'refused', lasts: 2_000 }, 0],
      [{ type: 'everybody', action: CLOSED, lasts: 2 * MINUTE }, 1],
      [{ type: 'bring' }, 0],
    ),
  ],
  [
    'what comes in a file is held where the clock was wrong when somebody was registered here',
    schedule(
      [{ type: 'crowd', people: 5 }, 0],
      [{ type: 'save elsewhere', mobile: 1, outer: null }, 0],
      [{ type: 'jump', by: -3 * MINUTE }, 0],
      [save(1), 0],
      [{ type: 'bring' }, 0],
    ),
  ],
  [
    'what comes in a file is held where only the save behind it there shows that its person was registered here',
    schedule(
      [save(null, 0), 0],
      [{ type: 'save elsewhere', mobile: 0, outer: null }, 0],
      [{ type: 'save elsewhere', mobile: 0, outer: 0 }, 0],
      [{ type: 'bring' }, 0],
      [{ type: 'answer', save: null, times: 1, action: { type: 'ban', seconds: 1 } }, 0],
    ),
  ],
  [
    'what goes into a file without the accepted save that says more of its person waits for the manager there, and at home',
    schedule(
      [save(0, 1), 0],
      [save(0), 0],
      [{ type: 'export', leaves: false }, 0],
      [{ type: 'import', file: 0, after: 0 }, 0],
      [{ type: 'outage', weather: 'refused', lasts: 2_000 }, 0],
    ),
  ],
  [
    'what a manager has discarded stays so where its file is read once more',
    schedule(
      [{ type: 'save elsewhere', mobile: 1, outer: null }, 1],
      [save(1), 0],
      [{ type: 'bring' }, 0],
      [{ type: 'manage', save: 0, decision: 'discard' }, 0],
      [{ type: 'import', file: 0, after: 0 }, 0],
    ),
  ],
  [
    'what a manager has discarded is held where another file brings it, and nobody knows when he did',
    schedule(
      [{ type: 'outage', weather: 'refused', lasts: DAY }, 0],
      [save(1), 0],
      [{ type: 'place', place: 'other app' }, MINUTE],
      [{ type: 'export', leaves: false }, MINUTE],
      [{ type: 'import', file: 0, after: 0 }, MINUTE],
      [{ type: 'export', leaves: false }, MINUTE],
      [{ type: 'import', file: 1, after: 0 }, MINUTE],
      [{ type: 'manage', save: 0, decision: 'discard' }, 0],
      [{ type: 'import', file: 0, after: 0 }, 0],
    ),
  ],
  [
    'what goes into a file beside a save that says as much of its person as the accepted one goes by itself at home',
    schedule(
      [{ type: 'save elsewhere', mobile: 0, outer: 0 }, 0],
      [{ type: 'export', leaves: false }, 0],
      [save(0), 0],
      [{ type: 'bring' }, 0],
      [save(0, 0), 3 * HOUR],
      [{ type: 'settings', change: 'wrong secret' }, 0],
      [save(0), 0],
      [{ type: 'export', leaves: false }, 0],
      [{ type: 'import', file: 2, after: 0 }, 0],
    ),
  ],
];
