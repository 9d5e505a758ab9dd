import {
  BAN_THAT_IS_OVER,
  DAY,
  HOUR,
  LIMITED,
  MINUTE,
  NO_VERDICT,
  SLOWLY_LIMITED,
  save,
  schedule,
} from './foundSchedule.ts';
import type { Schedule } from './schedule.ts';

/**
 * One node's 31 says forty days more, the line dies, and what has grown stale is requeued by a till that is killed at its
 * `after`-th dealing from then on, and is off for `off` ms.
 */
const requeuedByAWrongNode = (after: number, off: number): Schedule =>
  schedule(
    [{ type: 'answer', save: 0, times: 1, action: { type: 'drop', when: 'after' } }, 0],
    [{ type: 'wrong date', by: 40 * DAY, times: 2 }, 0],
    [{ type: 'answer', save: 0, times: 1, action: { type: 'error', code: 31 } }, 0],
    [save(0), 205],
    [{ type: 'outage', weather: 'refused', lasts: 4 * DAY }, 1.5 * DAY],
    [{ type: 'kill', after, off }, 0],
    [{ type: 'manage', save: 0, decision: 'requeue' }, 100],
  );

/** Of those in `found.ts` what is about the time: clocks that are wrong, doubts and their dates, sleep. */
export const FOUND_DOUBTS: readonly (readonly [string, Schedule])[] = [
  [
    'a doubt that a call has left whose own answer shows the time is dated with that in mind',
    schedule(
      [save(0), 0],
      [{ type: 'everybody', action: NO_VERDICT, lasts: 2 * MINUTE }, 0],
      [{ type: 'jump', by: -365 * DAY }, 0],
      [{ type: 'answer', save: null, times: 1, action: LIMITED }, 1],
    ),
  ],
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
    'what the manager discards while other stale saves are being held stays discarded',
    {
      ...schedule(
        [{ type: 'kill', after: 10, off: 0 }, 0],
        [{ type: 'outage', weather: 'refused', lasts: 2_000 }, 0],
        [save(1), 0],
        [save(0), 23],
        [{ type: 'kill', after: 0, off: 3 * DAY }, 4],
        [{ type: 'manage', save: 3, decision: 'discard' }, 0],
        [{ type: 'kill', after: 0, off: 0 }, 0],
      ),
      flush: 4,
    },
  ],
  [
    'a wrong sign holds one save also right after the clock was corrected',
    schedule(
      [{ type: 'jump', by: 25 * 60 * MINUTE }, 0],
      [{ type: 'answer', save: 1, times: 1, action: { type: 'error', code: 25 } }, 0],
      [save(0), 0],
      [save(0), 0],
      [{ type: 'manage', save: 0, decision: 'requeue' }, 66],
    ),
  ],
  [
    'an answer that waits for the disk is stored also when its save is dated anew meanwhile',
    schedule(
      [save(0), 0],
      [save(0), 0],
      [save(1), 11],
      [{ type: 'outage', weather: 'bad-gateway', lasts: 2_000 }, 0],
      [{ type: 'kill', after: 0, off: 0 }, 8],
      [{ type: 'outage', weather: 'silence', lasts: 2_000 }, 1_969],
      [{ type: 'full disk', lasts: 600_000 }, 18_177],
    ),
  ],
  [
    'what a manager has requeued is not dated as if it were still in doubt',
    schedule(
      [save(0), 0],
      [{ type: 'outage', weather: 'reset', lasts: 2_000 }, 0],
      [{ type: 'answer', save: null, times: 1, action: { type: 'ban', seconds: 1 } }, 11],
      [{ type: 'jump', by: 25 * 60 * MINUTE }, 0],
      [save(0), 1_965],
      [{ type: 'manage', save: 0, decision: 'requeue' }, 0],
      [{ type: 'answer', save: null, times: 1, action: LIMITED }, 0],
      [{ type: 'answer', save: null, times: 1, action: { type: 'drop', when: 'after' } }, 93],
      [{ type: 'kill', after: 0, off: 0 }, 48_753],
      [{ type: 'answer', save: null, times: 1, action: LIMITED }, 11_247],
    ),
  ],
  [
    'what is held for its app is dated anew with the others, and is not stale when the settings fit again',
    schedule(
      [{ type: 'jump', by: -365 * DAY }, 0],
      [save(0), 0],
      [{ type: 'place', place: 'other brand' }, 0],
      [{ type: 'outage', weather: 'reset', lasts: 2_000 }, 0],
      [save(0), 0],
      [{ type: 'full disk', lasts: 1_000 }, 2_477],
    ),
  ],
  [
    'a clock that is shown to be wrong while stale saves are being held holds none of the others',
    {
      ...schedule(
        [save(null, 1), 0],
        [save(0), 0],
        [{ type: 'settings', change: 'wrong secret' }, 0],
        [save(null, 0), 0],
        [{ type: 'outage', weather: 'portal', lasts: 60 * MINUTE }, 180 * MINUTE],
        [save(0), 953_529],
        [{ type: 'jump', by: 25 * 60 * MINUTE }, 51],
        [{ type: 'answer', save: null, times: 1, action: LIMITED }, 180 * MINUTE],
        [{ type: 'place', place: 'here' }, 33],
        [{ type: 'wake', reason: 'resume' }, 0],
        [{ type: 'answer', save: null, times: 1, action: { type: 'error', code: 7 } }, 0],
      ),
      flush: 60,
    },
  ],
  [
    'the time that is shown while an answer is being stored counts for that save as well',
    {
      seed: 289618667,
      flush: 60,
      forgets: false,
      steps: [
        { happening: { type: 'save', mobile: 0, outer: null }, wait: 0 },
        { happening: { type: 'odd', save: 5, code: 9 }, wait: 10800000 },
        {
          happening: {
            type: 'answer',
            save: 3,
            times: 1,
            action: SLOWLY_LIMITED,
          },
          wait: 0,
        },
        {
          happening: { type: 'answer', save: 4, times: 1, action: { type: 'error', code: 15 } },
          wait: 0,
        },
        { happening: { type: 'place', place: 'here' }, wait: 0 },
        { happening: { type: 'save', mobile: 0, outer: null }, wait: 10041 },
        { happening: { type: 'crowd', people: 15 }, wait: 994 },
        {
          happening: {
            type: 'answer',
            save: 0,
            times: 1,
            action: { type: 'error', code: 15, subCode: 'accesscontrol.limited-by-simulated' },
          },
          wait: 23,
        },
        {
          happening: {
            type: 'answer',
            save: 0,
            times: 1,
            action: {
              type: 'error',
              code: 7,
              subMsg: 'This ban will last for 12,345,678 more seconds',
            },
          },
          wait: 102,
        },
        { happening: { type: 'kill', after: 3, off: 259200000 }, wait: 0 },
        {
          happening: {
            type: 'answer',
            save: 3,
            times: 2,
            action: {
              type: 'http',
              status: 200,
              contentType: 'application/json',
              body: '{"error_response":{"msg":"Remote service error"}}',
              afterEffect: false,
            },
          },
          wait: 60060,
        },
        { happening: { type: 'jump', by: -180000 }, wait: 77 },
        { happening: { type: 'jump', by: -31536000000 }, wait: 355 },
        { happening: { type: 'outage', weather: 'refused', lasts: 2000 }, wait: 0 },
      ],
    },
  ],
  [
    'what was chosen before the PC slept for a day does not leave after it',
    {
      seed: 0,
      flush: 400,
      forgets: true,
      steps: [
        { happening: { type: 'save', mobile: 0, outer: null }, wait: 0 },
        { happening: { type: 'save', mobile: 0, outer: null }, wait: 0 },
        { happening: { type: 'save', mobile: null, outer: 0 }, wait: 0 },
        { happening: { type: 'kill', after: 0, off: 0 }, wait: 400 },
        { happening: { type: 'kill', after: 7, off: 0 }, wait: 471 },
        {
          happening: {
            type: 'answer',
            save: 0,
            times: 1,
            action: { type: 'http', status: 200, body: '<html>portal</html>' },
          },
          wait: 34,
        },
        { happening: { type: 'sleep', lasts: 111600000 }, wait: 0 },
        { happening: { type: 'save', mobile: 0, outer: null }, wait: 0 },
      ],
    },
  ],
  [
    'the time that is shown while a save is being marked counts for that save as well',
    {
      seed: 0,
      flush: 400,
      forgets: false,
      steps: [
        {
          happening: {
            type: 'answer',
            save: null,
            times: 6,
            action: {
              type: 'http',
              status: 200,
              contentType: 'application/json',
              body: '{"alibaba_alsc_crm_open_customer_save_response":{}}',
              afterEffect: false,
            },
          },
          wait: 0,
        },
        { happening: { type: 'save', mobile: 1, outer: null }, wait: 0 },
        { happening: { type: 'save', mobile: 0, outer: null }, wait: 0 },
        { happening: { type: 'kill', after: 0, off: 0, wrong: -31536000000 }, wait: 0 },
        { happening: { type: 'save', mobile: 0, outer: null }, wait: 0 },
        { happening: { type: 'manage', save: 0, decision: 'requeue' }, wait: 8607 },
      ],
    },
  ],
  [
    'a doubt that is on its way to the disk while the time is shown has its wrong date there: a kill leaves it to the manager',
    {
      seed: 0,
      flush: 60,
      forgets: false,
      steps: [
        { happening: { type: 'crowd', people: 5 }, wait: 0 },
        { happening: { type: 'save', mobile: 0, outer: null }, wait: 0 },
        {
          happening: {
            type: 'answer',
            save: null,
            times: 6,
            action: {
              type: 'http',
              status: 200,
              contentType: 'application/json',
              body: '{"error_response":{"msg":"Remote service error"}}',
              afterEffect: false,
            },
          },
          wait: 0,
        },
        { happening: { type: 'kill', after: 0, off: 0, wrong: -31536000000 }, wait: 0 },
        {
          happening: {
            type: 'answer',
            save: null,
            times: 1,
            action: { type: 'error', code: 15, subCode: 'accesscontrol.limited-by-simulated' },
          },
          wait: 60,
        },
        { happening: { type: 'save', mobile: null, outer: 0 }, wait: 0 },
        {
          happening: {
            type: 'answer',
            save: 0,
            times: 1,
            action: { type: 'error', code: 15, subCode: 'accesscontrol.limited-by-simulated' },
          },
          wait: 211,
        },
        { happening: { type: 'kill', after: 3, off: 0, wrong: 0 }, wait: 0 },
        { happening: { type: 'manage', save: 0, decision: 'requeue' }, wait: 55 },
      ],
    },
  ],
  [
    'three saves of one person that something on the way chokes on are each held after a day of their own',
    schedule(
      [{ type: 'choked', save: 0, weather: 'bad-gateway' }, 0],
      [save(0), 0],
      [{ type: 'choked', save: 2, weather: 'bad-gateway' }, 0],
      [save(0), 0],
      [{ type: 'choked', save: 1, weather: 'bad-gateway' }, 0],
      [save(0), 0],
    ),
  ],
  [
    'what is on its way asks the gateway also where it has turned out to be of the same person as a stale one',
    {
      ...schedule(
        [save(0), 0],
        [save(0), 0],
        [{ type: 'answer', save: 1, times: 1, action: BAN_THAT_IS_OVER }, 0],
        [{ type: 'manage', save: 0, decision: 'requeue' }, 127],
        [{ type: 'jump', by: -365 * DAY }, 90],
        [save(null, 1), 0],
        [{ type: 'bring' }, 0],
        [save(0, 1), 0],
        [{ type: 'tidy' }, 0],
      ),
      seed: 1800960666,
      flush: 60,
    },
  ],
  [
    'after an outage of more than a day that the till was started in, what is not stale goes on by itself',
    schedule(
      [{ type: 'outage', weather: 'refused', lasts: 2 * DAY }, 0],
      [{ type: 'crowd', people: 26 }, 3 * MINUTE],
      [{ type: 'stop', off: 0 }, MINUTE],
      [{ type: 'outage', weather: 'bad-gateway', lasts: 4 * DAY }, 60 * MINUTE],
      [{ type: 'sleep', lasts: DAY + DAY / 24, told: true }, 0],
      [{ type: 'outage', weather: 'refused', lasts: 0 }, 10 * MINUTE],
    ),
  ],
  [
    'the first answer since the start makes no doubt younger over a sleep that nothing reports: one effect',
    {
      ...schedule(
        [{ type: 'answer', save: 0, times: 1, action: { type: 'drop', when: 'after' } }, 0],
        [save(0), 20],
        [{ type: 'sleep', lasts: DAY + 7 * (DAY / 24), told: false }, 0],
        [save(1), 1_000],
      ),
      forgets: true,
    },
  ],
  [
    'a date that a 31 has shown while a call was under way does not become the date of its doubt',
    schedule(
      [{ type: 'outage', weather: 'reset', lasts: 2_000 }, 0],
      [save(0), 0],
      [{ type: 'jump', by: 11 * MINUTE }, 0],
      [{ type: 'wrong date', by: -400 * DAY, times: 2 }, 303_307],
      [{ type: 'bring' }, 0],
    ),
  ],
  [
    'the manager’s word counts also after a kill at once, whatever a 31 had dated before',
    requeuedByAWrongNode(1, 0),
  ],
  [
    'the manager’s word is not younger on the disk by what a 31 has shown: two days later somebody is asked',
    requeuedByAWrongNode(3, 2 * DAY),
  ],
  [
    'the manager’s word by a clock a year behind, and a kill before the time is proved: somebody is asked once more',
    schedule(
      [{ type: 'jump', by: -365 * DAY }, 0],
      [save(0), 0],
      [
        {
          type: 'answer',
          save: null,
          times: 1,
          action: { ...NO_VERDICT, afterEffect: false },
        },
        342,
      ],
      [{ type: 'kill', after: 1, off: 0, wrong: 0 }, 0],
      [{ type: 'manage', save: 0, decision: 'requeue' }, 0],
      [{ type: 'stop', off: 0 }, 0],
    ),
  ],
  [
    'what a wrong node had made older than it is stays so once its word is taken back: somebody is asked',
    schedule(
      [{ type: 'wrong date', by: -400 * DAY, times: 1 }, 3 * HOUR],
      [{ type: 'wrong date', by: -HOUR, times: 5 }, 0],
      [{ type: 'answer', save: null, times: 1, action: { type: 'hang' } }, 0],
      [{ type: 'kill', after: 0, off: 0, wrong: -365 * DAY }, 0],
      [{ type: 'export', leaves: false }, 0],
      [save(0), 20_223],
      [{ type: 'place', place: 'here' }, 0],
      [{ type: 'jump', by: -3 * MINUTE }, 300_105],
      [save(0), 10],
    ),
  ],
];
