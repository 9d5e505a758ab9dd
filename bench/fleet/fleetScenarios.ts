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
  /** Ours, with what the chain provides: what the targets are for. */
  hasTargets: boolean;
  run(fleet: Fleet, seed: number): FleetResult;
}

export const CONTENDERS: readonly Contender[] = [
  ours('Tillside, budget provisioned', true, {}),
  ours('Tillside, every clock wrong', true, { hasWrongClocks: true }),
  ours('Tillside, every clock wrong, 1 % rebooting', true, {
    hasWrongClocks: true,
    rebooting: 0.01,
  }),
  ours('Tillside, no budget: learns from bans', false, {}, true),
  naive(fixedFiveSeconds),
  naive(reduxOffline),
  naive(workbox),
];

function ours(
  name: string,
  hasTargets: boolean,
  trouble: Partial<Fleet>,
  hasNoBudget = false,
): Contender {
  return {
    name,
    hasTargets,
    run: (calmFleet, seed) => {
      const fleet = { ...calmFleet, ...trouble };
      const random = seeded(seed);
      const budget = hasNoBudget ? null : fleet.callsPerMinute / fleet.tills;
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
    hasTargets: false,
    run: (fleet, seed) =>
      simulateFleet(
        fleet,
        seeded(seed),
        (wallClock) => new NaiveTill(schedule, fleet.savesPerTill, wallClock),
      ),
  };
}
