import fc from 'fast-check';
import type { FaultAction } from '../../sandbox/faults/faultSchema.ts';
import type { Weather } from './network.ts';
import { type Happening, type Schedule, type Step, step } from './schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const of = <const Item>(...items: Item[]) => fc.constantFrom(...items);

const then = (happening: Happening, wait: number): Step => ({ happening, wait });

const outage = (weather: Weather, lasts: number): Happening => ({ type: 'outage', weather, lasts });

/**
 * An outage of more than a day in which calls may arrive, with more people than a till puts in doubt by asking: it is
 * started in it, or knows the time. To sleep costs the simulation nothing, a day of probes does.
 */
const longOutage: fc.Arbitrary<Step[]> = fc
  .record({
    people: fc.integer({ min: 26, max: 40 }),
    begins: of<Happening>(
      { type: 'stop', off: 0 },
      { type: 'kill', after: 0, off: HOUR },
      { type: 'wake', reason: 'network' },
    ),
    weather: of<Weather>('reset', 'portal', 'bad-gateway', 'silence'),
    isAwake: of(false, false, false, true),
    asks: fc.integer({ min: 30 * MINUTE, max: 2 * HOUR }),
    asksAgain: of(0, 10 * MINUTE, 2 * HOUR),
  })
  .map(({ people, begins, weather, isAwake, asks, asksAgain }) => [
    then(outage('refused', 2 * DAY), 0),
    then({ type: 'crowd', people }, 3 * MINUTE),
    then(begins, MINUTE),
    then(outage(weather, 4 * DAY), isAwake ? DAY + HOUR : asks),
    then(
      isAwake
        ? { type: 'wake', reason: 'network' }
        : { type: 'sleep', lasts: DAY + HOUR, told: true },
      asksAgain,
    ),
    then(outage('refused', 0), 10 * MINUTE),
  ]);

/**
 * The till has had no answer since its start. The PC sleeps for more than a day while its first calls are under way or
 * right after, and nothing reports that; the next customer's answer is the first.
 */
const unreportedSleep: fc.Arbitrary<Step[]> = fc
  .record({
    people: of(1, 1, 2, 3),
    action: of<FaultAction>(
      { type: 'drop', when: 'after' },
      { type: 'hang', afterEffect: true },
      { type: 'http', status: 502, afterEffect: true },
      { type: 'error', code: 31, subCode: 'isv.request-replay-error', afterEffect: true },
    ),
    calls: of(1, 1, 2, 3),
    awake: fc.oneof(fc.nat(120), fc.nat(20_000)),
    lasts: of(DAY + HOUR, 31 * HOUR, 62 * HOUR),
    told: of(false, false, false, true),
  })
  .map(({ people, action, calls, awake, lasts, told }) => [
    then({ type: 'stop', off: 0 }, 0),
    then({ type: 'answer', save: null, times: calls, action }, 0),
    then({ type: 'crowd', people }, awake),
    then({ type: 'sleep', lasts, told }, 0),
    then({ type: 'crowd', people: 1 }, MINUTE),
  ]);

const discarded = [0, 1, 2, 3].map((save) =>
  then({ type: 'manage', save, decision: 'discard' }, 0),
);

/**
 * Something on the way hands a call on minutes after the till has given it up. By then the save was closed, or is held; the till may
 * have been started again; and the same customer is registered anew.
 */
const lateCall: fc.Arbitrary<Step[]> = fc
  .record({
    mobile: of(0, 0, 1),
    milliseconds: of(MINUTE, 5 * MINUTE, 9 * MINUTE),
    meanwhile: of<Step[]>(
      [then(outage('refused', 40_000), 25_000), ...discarded],
      [
        then({ type: 'answer', save: null, times: 6, action: { type: 'error', code: 50 } }, MINUTE),
        then({ type: 'wake', reason: 'send-now' }, 2 * MINUTE),
      ],
    ),
    begins: of<Step[]>(
      [],
      [then({ type: 'stop', off: 0 }, 0)],
      [then({ type: 'kill', after: 0, off: 5_000 }, 0)],
    ),
    isClosedFirst: fc.boolean(),
  })
  .map(({ mobile, milliseconds, meanwhile, begins, isClosedFirst }) => [
    then(
      {
        type: 'answer',
        save: null,
        times: 1,
        action: { type: 'slow', milliseconds, lateEffect: true },
      },
      0,
    ),
    then({ type: 'save', mobile, outer: null }, 2_000),
    ...(isClosedFirst ? [...meanwhile, ...begins] : [...begins, ...meanwhile]),
    then({ type: 'save', mobile, outer: null }, MINUTE),
    then({ type: 'wake', reason: 'network' }, 20 * MINUTE),
  ]);

/** Several steps in a row that chance hardly ever puts together. */
const chapters: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 1, arbitrary: longOutage },
  { weight: 1, arbitrary: unreportedSleep },
  { weight: 2, arbitrary: lateCall },
);

const some = fc.array(step, { maxLength: 6 });

const steps = fc.oneof(
  { weight: 50, arbitrary: fc.array(step, { minLength: 1, maxLength: 30, size: 'max' }) },
  { weight: 2, arbitrary: fc.tuple(some, chapters, some).map((parts) => parts.flat()) },
);

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(),
  flush: of(0, 4, 60, 400),
  forgets: fc.boolean(),
  steps,
});
