import {
  fixedFiveSeconds,
  type NaiveSchedule,
  NaiveTill,
  reduxOffline,
  workbox,
} from './naiveTill.ts';
import { OurTill } from './ourTill.ts';
import { seeded } from './randomness.ts';
import { type Fleet, type FleetResult, simulateFleet } from './simulateFleet.ts';

const HOUR = 3_600_000;

const calm = {
  banSeconds: 60,
  liveEvery: HOUR / 6,
  rebooting: 0,
  hasWrongClocks: false,
  hasRelay: false,
  storming: 0,
  longest: 24 * HOUR,
};

/** The two chains that the measurements name. */
export const CHAINS: Readonly<Record<string, Fleet>> = {
  '200 tills × 300, 400 a minute': {
    ...calm,
    tills: 200,
    savesPerTill: 300,
    callsPerMinute: 400,
  },
  '10,000 tills × 50, 20,000 a minute': {
    ...calm,
    tills: 10_000,
    savesPerTill: 50,
    callsPerMinute: 20_000,
  },
};

/** A way to send, on a fleet. */
export interface Contender {
  name: string;
  /** What the targets are for: ours, with the budget that the chain provides or through its relay. */
  targets: 'budget' | 'relay' | null;
  run(fleet: Fleet, seed: number): FleetResult;
}

const WRONG_AND_REBOOTING = { hasWrongClocks: true, rebooting: 0.01 };

export const CONTENDERS: readonly Contender[] = [
  ours('Tillside, budget provisioned', 'budget', {}),
  ours('Tillside, every clock wrong', 'budget', { hasWrongClocks: true }),
  ours('Tillside, every clock wrong, 1 % rebooting', 'budget', WRONG_AND_REBOOTING),
  ours('Tillside, no budget: learns from bans', null, {}),
  ours('Through the relay', 'relay', { hasRelay: true }),
  ours('Through the relay, every clock wrong', 'relay', { hasRelay: true, hasWrongClocks: true }),
  ours('Through the relay, every clock wrong, 1 % rebooting', 'relay', {
    ...WRONG_AND_REBOOTING,
    hasRelay: true,
  }),
  ours('Through the relay, the same, 1 % storming beside', 'relay', {
    ...WRONG_AND_REBOOTING,
    hasRelay: true,
    storming: 0.01,
  }),
  naive(fixedFiveSeconds),
  naive(reduxOffline),
  naive(workbox),
];

function ours(name: string, targets: Contender['targets'], trouble: Partial<Fleet>): Contender {
  return {
    name,
    targets,
    run: (calmFleet, seed) => {
      const fleet = { ...calmFleet, ...trouble };
      const random = seeded(seed);
      const budget = targets === 'budget' ? fleet.callsPerMinute / fleet.tills : null;
      return simulateFleet(fleet, random, (wallClock) => {
        const saves = fleet.savesPerTill;
        return new OurTill({ saves, outage: 5 * HOUR, phase: random(), budget, random, wallClock });
      });
    },
  };
}

function naive(schedule: NaiveSchedule): Contender {
  return {
    name: schedule.name,
    targets: null,
    run: (fleet, seed) =>
      simulateFleet(
        fleet,
        seeded(seed),
        (wallClock) => new NaiveTill(schedule, fleet.savesPerTill, wallClock),
      ),
  };
}
