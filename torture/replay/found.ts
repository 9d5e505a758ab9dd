import { FOUND_DOUBTS } from './foundDoubts.ts';
import { FOUND_MOVES } from './foundMoves.ts';
import { CLOSED, DAY, HOUR, MINUTE, save, schedule, UNREADABLE_VERDICT } from './foundSchedule.ts';
import type { Schedule } from './schedule.ts';

/** The smallest schedules of what the simulation has found: they failed once and must not again. */
export const FOUND: readonly (readonly [string, Schedule])[] = [
  [
    'a stale save and the next one of its person do not wait for ever where nobody else has anything to send',
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
    'what was refused after a call whose answer was lost is as old as that call, when a cashier sends it again',
    {
      ...schedule(
        [{ type: 'answer', save: 0, times: 1, action: { type: 'drop', when: 'after' } }, 0],
        [{ type: 'answer', save: 0, times: 1, action: { type: 'error', code: 41 } }, 0],
        [save(0), DAY + DAY / 3],
        [{ type: 'manage', save: 0, decision: 'send again' }, MINUTE],
      ),
      forgets: true,
    },
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
    'what is going on under a new app when the settings change once more is held again',
    {
      ...schedule(
        [save(0), 0],
        [{ type: 'place', place: 'other app' }, 0],
        [{ type: 'stop', off: 0 }, 0],
        [{ type: 'decide', decision: 'go on' }, 0],
        [{ type: 'wake', reason: 'network' }, 0],
      ),
      flush: 60,
    },
  ],
  [
    'what a correction says better does not go into a file that a full disk keeps it from being closed beside',
    {
      ...schedule(
        [save(0), 0],
        [{ type: 'place', place: 'other app' }, 120],
        [{ type: 'manage', save: 0, decision: 'correct' }, 60],
        [{ type: 'full disk', lasts: 600_000 }, 0],
        [{ type: 'export', leaves: false }, 0],
        [{ type: 'wake', reason: 'network' }, 0],
      ),
      flush: 60,
    },
  ],
  [
    'a call that left just before the settings were looked at again says nothing of the key',
    {
      ...schedule(
        [save(0), 0],
        [save(0), 0],
        [{ type: 'odd', save: 1, code: 25 }, 0],
        [{ type: 'place', place: 'other app' }, 0],
        [save(0), 0],
        [{ type: 'bring' }, 0],
      ),
      flush: 60,
    },
  ],
  [
    'one person by a third save that is finished: the order holds',
    schedule([save(0, 1), 0], [save(null, 1), 0], [save(0), 0]),
  ],
  [
    'a save whose mark could not be written anew waits on',
    {
      seed: 0,
      flush: 60,
      forgets: false,
      steps: [
        { happening: { type: 'save', mobile: 0, outer: null }, wait: 0 },
        { happening: { type: 'place', place: 'other brand' }, wait: 0 },
        { happening: { type: 'save', mobile: 0, outer: null }, wait: 0 },
        { happening: { type: 'bring' }, wait: 0 },
        { happening: { type: 'jump', by: -31536000000 }, wait: 0 },
        { happening: { type: 'save', mobile: 0, outer: null }, wait: 60 },
        { happening: { type: 'full disk', lasts: 1000 }, wait: 60 },
      ],
    },
  ],
  [
    'what is held for its app goes by itself once the settings fit again, also while a cashier presses',
    {
      ...schedule(
        [save(0), 0],
        [{ type: 'place', place: 'other app' }, 0],
        [{ type: 'bring' }, 0],
        [{ type: 'place', place: 'here' }, 0],
        [{ type: 'manage', save: 0, decision: 'send again' }, 0],
        [{ type: 'odd', save: 0, code: 9 }, 0],
      ),
      flush: 400,
    },
  ],
  [
    'what was refused more than a day before a start speaks for nobody',
    schedule(
      [{ type: 'crowd', people: 5 }, 0],
      [{ type: 'everybody', action: CLOSED, lasts: 2 * MINUTE }, 0],
      [{ type: 'kill', after: 2, off: 0 }, 0],
      [{ type: 'sleep', lasts: 31 * HOUR, before: 30, after: 0, told: true, marking: false }, 0],
      [{ type: 'answer', save: null, times: 1, action: UNREADABLE_VERDICT }, 71],
      [{ type: 'crowd', people: 6 }, 88],
    ),
  ],
  [
    'a sleep that nothing reports is not hidden by a clock that was set back while the call was under way',
    {
      ...schedule(
        [
          {
            type: 'answer',
            save: null,
            times: 1,
            action: { type: 'slow', milliseconds: 25_000, lateEffect: false },
          },
          0,
        ],
        [save(0), 0],
        [{ type: 'jump', by: -365 * DAY }, 0],
        [{ type: 'sleep', lasts: DAY + HOUR, before: 30, after: 0, told: false }, 0],
      ),
      forgets: true,
    },
  ],
  [
    'what was chosen before a ban, and marked once more because the PC slept while it was being marked, is not chosen in the ban',
    {
      ...schedule(
        [{ type: 'answer', save: 7, times: 1, action: { type: 'ban', seconds: 31_062 } }, 0],
        [{ type: 'crowd', people: 9 }, 1_400],
        [{ type: 'sleep', lasts: HOUR, before: 0, after: 0, told: true, marking: false }, 0],
      ),
      flush: 400,
    },
  ],
  [
    'what everybody is answered counts for a save that is corrected, and closes it when its time has come',
    {
      ...schedule(
        [
          {
            type: 'everybody',
            action: { type: 'bizFailure', resultCode: 'CLOSED' },
            lasts: 2 * MINUTE,
          },
          0,
        ],
        [{ type: 'crowd', people: 8 }, 0],
        [save(0), 968],
        [{ type: 'tidy' }, 3],
        [{ type: 'place', place: 'other app' }, 0],
        [save(null, 0), 109],
        [{ type: 'decide', decision: 'go on' }, 0],
        [{ type: 'manage', save: 0, decision: 'correct' }, 0],
        [{ type: 'tidy' }, 8_199],
        [{ type: 'wrong date', by: -400 * DAY, times: 1 }, 13],
        [save(0), 17_977],
        [{ type: 'settings', change: 'new session' }, 409],
        [save(0), 6],
      ),
      flush: 60,
    },
  ],
  ...FOUND_DOUBTS,
  ...FOUND_MOVES,
];
