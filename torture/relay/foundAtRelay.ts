import { DAY, HOUR, MINUTE, save, schedule } from '../replay/foundSchedule.ts';
import type { RelayInSchedule } from '../replay/relayTrouble.ts';
import type { Schedule } from '../replay/schedule.ts';

const UNLIMITED: RelayInSchedule = { callsPerMinute: null, signsRepeat: false };
const PORTAL = { type: 'http', status: 200, body: '<html>portal</html>' } as const;
const SLOW: RelayInSchedule = { callsPerMinute: 6, signsRepeat: false };

/** Schedules with a relay that random search has found, with what they show. */
export const FOUND_AT_RELAY: readonly (readonly [string, Schedule])[] = [
  [
    'whom the relay refuses for its own sign is in no doubt, and goes by itself after any time',
    {
      ...schedule(
        [save(0), 0],
        [{ type: 'answer', save: null, times: 1, action: { type: 'error', code: 25 } }, 0],
        [{ type: 'wake', reason: 'network' }, 9],
        [{ type: 'kill', after: 0, off: DAY + HOUR }, 292],
      ),
      relay: UNLIMITED,
    },
  ],
  [
    'a ban, a sleep and the mark that is written anew for it are no choice in a ban',
    {
      seed: 165_863_455,
      flush: 4,
      forgets: false,
      relay: SLOW,
      steps: schedule(
        [{ type: 'crowd', people: 5 }, 0],
        [{ type: 'relay', trouble: { kind: 'duplicates', times: 2, after: 0, told: 'second' } }, 4],
        [{ type: 'kill', after: 0, off: 0, wrong: 0 }, 4],
        [{ type: 'outage', weather: 'silence', lasts: 600_000 }, 785_439],
        [{ type: 'crowd', people: 5 }, 4],
        [{ type: 'sleep', lasts: 25 * HOUR, before: 30, after: 0, told: true, marking: false }, 0],
        [{ type: 'relay', trouble: { kind: 'state away', lasts: 1_000 } }, 0],
      ).steps,
    },
  ],
  [
    'the time that is proved while a 31 is being stored dates that save by what was known of its doubt, and asks no manager',
    {
      seed: 913_578_073,
      flush: 400,
      forgets: false,
      relay: SLOW,
      steps: schedule([{ type: 'crowd', people: 14 }, 0], [{ type: 'jump', by: -365 * DAY }, 0])
        .steps,
    },
  ],
  [
    'a 31 of a relay that tells no time shows none: the doubt keeps the date of the clock that it was signed by',
    {
      ...schedule(
        [{ type: 'relay', trouble: { kind: 'delays', times: 5, call: 0, answer: 19_000 } }, 0],
        [save(0), 0],
        [{ type: 'outage', weather: 'refused', lasts: 2_000 }, 0],
        [
          { type: 'relay', trouble: { kind: 'dies', lasts: 0, forgets: false, clock: 26 * HOUR } },
          0,
        ],
        [{ type: 'relay', trouble: { kind: 'loses', times: 2, what: 'answer', how: 'reset' } }, 0],
        [{ type: 'kill', after: 1, off: 0, wrong: -365 * DAY }, 0],
        [{ type: 'relay', trouble: { kind: 'duplicates', times: 1, after: 0, told: 'first' } }, 1],
        [{ type: 'outage', weather: 'refused', lasts: 60_000 }, 128_956],
        [save(0), 39],
      ),
      relay: UNLIMITED,
    },
  ],
  [
    'a copy of a call whose timestamp was refused comes to nothing, and the save goes by itself after any time',
    {
      ...schedule(
        [{ type: 'jump', by: 11 * MINUTE }, 0],
        [
          {
            type: 'relay',
            trouble: { kind: 'duplicates', times: 1, after: 5 * MINUTE, told: 'first' },
          },
          0,
        ],
        [save(0), 0],
        [{ type: 'kill', after: 2, off: 3 * DAY, wrong: 0 }, 0],
        [{ type: 'relay', trouble: { kind: 'delays', times: 1, call: 0, answer: 0 } }, 9],
        [{ type: 'answer', save: null, times: 1, action: PORTAL }, 547],
        [{ type: 'export', leaves: false }, 0],
      ),
      relay: UNLIMITED,
    },
  ],
  [
    'a save whose copy comes when the relay lets nobody in is in doubt: the first has taken effect',
    {
      ...schedule(
        [save(1), 30_000],
        [{ type: 'relay', trouble: { kind: 'copies', times: 1, after: 300, told: 'second' } }, 0],
        [save(0), 150],
        [{ type: 'relay', trouble: { kind: 'state away', lasts: MINUTE } }, 1_000],
        [{ type: 'stop', off: DAY + HOUR }, 0],
      ),
      relay: UNLIMITED,
    },
  ],
  [
    'a backlog behind a relay of six calls a minute comes by appointment',
    { ...schedule([{ type: 'crowd', people: 30 }, 10 * 60_000]), relay: SLOW },
  ],
  [
    'a ban of a whole day behind a doubt ends with it, to a fraction of a millisecond: it goes',
    {
      seed: 738437622,
      flush: 0,
      forgets: false,
      relay: UNLIMITED,
      steps: schedule(
        [{ type: 'relay', trouble: { kind: 'delays', times: 5, call: 3600000, answer: 0 } }, 0],
        [save(0), 10800000],
        [{ type: 'relay', trouble: { kind: 'loses', times: 5, what: 'call', how: 'reset' } }, 0],
        [save(0), 0],
        [{ type: 'relay', trouble: { kind: 'delays', times: 1, call: 0, answer: 60000 } }, 0],
        [save(0), 6735],
        [
          {
            type: 'answer',
            save: 3,
            times: 1,
            action: {
              type: 'error',
              code: 7,
              subMsg: 'This ban will last for 12,345,678 more seconds',
            },
          },
          91,
        ],
        [save(0), 51467],
        [{ type: 'relay', trouble: { kind: 'dies', lasts: 0, forgets: false, clock: 0 } }, 0],
      ).steps,
    },
  ],
];
