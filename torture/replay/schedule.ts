import fc from 'fast-check';
import type { FaultAction } from '../../sandbox/faults/faultSchema.ts';
import { answers, faultsOfAll } from './answers.ts';
import { type Move, moves } from './moves.ts';
import type { Weather } from './network.ts';
import { PLACES, type Place } from './places.ts';
import { type PressAgain, presses } from './pressAgain.ts';
import type { RelayInSchedule, RelayTrouble } from './relayTrouble.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One thing that happens to the till. All times are ms. */
export type Happening =
  | { type: 'save' | 'save elsewhere'; mobile: number | null; outer: number | null }
  /** So many people one after the other, of whom nobody is seen again. */
  | { type: 'crowd'; people: number }
  /** The next `times` calls, or those of the save with this number, are answered like this. */
  | { type: 'answer'; save: number | null; times: number; action: FaultAction }
  | { type: 'outage'; weather: Weather; lasts: number }
  /**
   * It runs on for `before` ms after the word that it goes to sleep, and `after` ms until the one that it is back.
   * `marking`: the moment at which the next save is being marked, if one is soon.
   */
  | {
      type: 'sleep';
      lasts: number;
      before?: number;
      after?: number;
      told?: boolean;
      marking?: boolean;
    }
  | { type: 'wake'; reason: 'network' | 'resume' | 'send-now' }
  /** The process is gone at its `after`-th dealing with the outside from now on. */
  /** `wrong`: by so much the clock is another one when the PC comes on again (ms): its battery is flat. */
  | { type: 'kill'; after: number; off: number; wrong?: number }
  | { type: 'stop'; off: number }
  | { type: 'jump'; by: number }
  | { type: 'settings'; change: 'wrong secret' | 'right secret' | 'new session' | 'stale session' }
  /** A provisioning, or the manager, gives the till other settings; or the former ones again. */
  | { type: 'place'; place: Place }
  /** What is held for one other app. */
  | { type: 'decide'; decision: 'go on' | 'discard' }
  | { type: 'manage'; save: number; decision: 'requeue' | 'send again' | 'discard' | 'correct' }
  | { type: 'full disk'; lasts: number }
  /** The save with this number is answered with this fault of the settings, for ever; the others are not. */
  | { type: 'odd'; save: number; code: number }
  /** The save with this number meets such weather for ever; the others do not. */
  | { type: 'choked'; save: number; weather: Weather }
  /** Whatever is sent is answered like this for a while: a fault of the platform or of the settings. */
  | { type: 'everybody'; action: FaultAction; lasts: number }
  | { type: 'wrong date'; by: number; times: number }
  /** What has outlived its time is forgotten. */
  | { type: 'tidy' }
  /** Something goes wrong with the relay, where one stands in the middle. */
  | { type: 'relay'; trouble: RelayTrouble }
  | Move
  | PressAgain;

/** A happening, and the time until the next one. */
export interface Step {
  happening: Happening;
  wait: number;
}

/** Everything that decides a run: the same schedule gives the same run. */
export interface Schedule {
  /** Of jitter, travelling times, and of what was written but not acknowledged. */
  seed: number;
  /** What one flush of the disk takes (ms). */
  flush: number;
  /** The gateway forgets an id after some 30 hours. */
  forgets: boolean;
  /** The relay that stands between the till and the gateways, where one does. */
  relay?: RelayInSchedule;
  steps: Step[];
}

const of = <const Item>(...items: Item[]) => fc.constantFrom(...items);

// Few people, so that they meet: by mobile, by outer id, and through a third save that has both.
const save = fc
  .tuple(
    of('save', 'save', 'save', 'save', 'save elsewhere'),
    of(null, 0, 0, 1, 2),
    of(null, null, 0, 1),
  )
  .map(
    ([type, mobile, outer]): Happening => ({
      type,
      mobile: mobile === null && outer === null ? 0 : mobile,
      outer,
    }),
  );

// More than go side by side, so that something waits for its turn.
const crowd: fc.Arbitrary<Happening> = fc.record({
  type: of('crowd'),
  people: fc.integer({ min: 5, max: 16 }),
});

const answer = fc
  .tuple(fc.option(fc.nat(7)), of(1, 1, 2, 3, 6), answers)
  .map(([one, times, action]): Happening => ({ type: 'answer', save: one, times, action }));

const outage: fc.Arbitrary<Happening> = fc.record({
  type: of('outage'),
  weather: of<Weather>('refused', 'reset', 'portal', 'bad-gateway', 'silence'),
  lasts: of(2 * SECOND, MINUTE, 10 * MINUTE, HOUR),
});

const off = of(0, 5 * SECOND, HOUR, DAY + HOUR, 3 * DAY);

const kill: fc.Arbitrary<Happening> = fc.record({
  type: of('kill'),
  after: fc.nat(12),
  off,
  wrong: of(0, 0, 0, -365 * DAY, DAY + HOUR),
});

const jump: fc.Arbitrary<Happening> = fc.record({
  type: of('jump'),
  by: of(-1, 1).chain((way) =>
    of(3 * MINUTE, 11 * MINUTE, HOUR, DAY + HOUR, 365 * DAY).map((by) => way * by),
  ),
});

const settings: fc.Arbitrary<Happening> = fc.record({
  type: of('settings'),
  change: of('wrong secret', 'right secret', 'new session', 'stale session'),
});

const place: fc.Arbitrary<Happening> = fc.record({
  type: of('place'),
  place: of('here', ...PLACES),
});

const decide: fc.Arbitrary<Happening> = fc.record({
  type: of('decide'),
  decision: of('go on', 'go on', 'discard'),
});

const manage: fc.Arbitrary<Happening> = fc.record({
  type: of('manage'),
  save: fc.nat(7),
  decision: of('requeue', 'send again', 'discard', 'correct'),
});

const odd: fc.Arbitrary<Happening> = fc.record({
  type: of('odd'),
  save: fc.nat(7),
  code: of(9, 11, 25, 27, 53),
});

const choked: fc.Arbitrary<Happening> = fc.record({
  type: of('choked'),
  save: fc.nat(7),
  weather: of<Weather>('bad-gateway', 'portal', 'reset', 'silence'),
});

const everybody: fc.Arbitrary<Happening> = fc.record({
  type: of('everybody'),
  action: faultsOfAll,
  lasts: of(2 * MINUTE, HOUR, 12 * HOUR),
});

const wrongDate: fc.Arbitrary<Happening> = fc.record({
  type: of('wrong date'),
  by: of(-400 * DAY, -HOUR, HOUR, DAY + HOUR, 40 * DAY),
  times: of(1, 1, 2, 5),
});

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 10, arbitrary: save },
  { weight: 1, arbitrary: crowd },
  { weight: 7, arbitrary: answer },
  { weight: 2, arbitrary: outage },
  {
    weight: 1,
    arbitrary: fc.record({
      type: of('wake'),
      reason: of('network', 'resume', 'send-now'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: of('sleep'),
      lasts: of(20 * SECOND, 12 * HOUR, DAY + HOUR, 31 * HOUR),
      before: of(0, 0, 30, 400, 3 * SECOND),
      after: of(0, 0, 30, 400, 3 * SECOND),
      told: of(true, true, true, false),
      marking: of(false, false, true),
    }),
  },
  { weight: 3, arbitrary: kill },
  { weight: 1, arbitrary: fc.record({ type: of('stop'), off }) },
  { weight: 1, arbitrary: jump },
  { weight: 1, arbitrary: settings },
  { weight: 2, arbitrary: place },
  { weight: 1, arbitrary: decide },
  { weight: 4, arbitrary: manage },
  { weight: 2, arbitrary: moves },
  { weight: 1, arbitrary: presses },
  {
    weight: 1,
    arbitrary: fc.record({ type: of('full disk'), lasts: of(SECOND, 10 * MINUTE) }),
  },
  { weight: 1, arbitrary: odd },
  { weight: 1, arbitrary: choked },
  { weight: 1, arbitrary: everybody },
  { weight: 1, arbitrary: wrongDate },
  { weight: 1, arbitrary: fc.constant<Happening>({ type: 'tidy' }) },
);

// Long waits cost the most to simulate; what is off or banned for a day costs little.
const wait = fc.oneof(
  { weight: 14, arbitrary: fc.nat(120) },
  { weight: 9, arbitrary: fc.nat(20 * SECOND) },
  { weight: 5, arbitrary: fc.nat(20 * MINUTE) },
  { weight: 1, arbitrary: of(3 * HOUR, 3 * HOUR, DAY + HOUR) },
);

export const step: fc.Arbitrary<Step> = fc.record({ happening, wait });
