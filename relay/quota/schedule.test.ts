import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atDepth } from '../../testing/depth.ts';
import { busiest, Chain, type Manner, seeded } from './chain.fixture.ts';
import { QuotaSchedule } from './schedule.ts';

const second = 1_000;
const minute = 60 * second;
const ENDLESS = 1_000_000;

/** A chain of so many tills of each manner, all of which come back within a second. */
function chainOf(grant: number | null, tills: Partial<Record<Manner, number>>, seed = 5) {
  const random = seeded(seed);
  const chain = new Chain(grant, random);
  const names: Record<Manner, string[]> = {
    ours: [],
    foreign: [],
    storm: [],
    'storm at the counter': [],
  };
  for (const manner of Object.keys(names) as Manner[]) {
    for (let number = 0; number < (tills[manner] ?? 0); number += 1) {
      const name = `${manner} ${number}`;
      names[manner].push(name);
      chain.after(random() * second, () => chain.add(name, manner, ENDLESS));
    }
  }
  return { chain, names, random };
}

/** The part of the grant that was used from the second minute on. */
function used(chain: Chain, grant: number, minutes: number): number {
  return chain.between(2 * minute, minutes * minute) / (grant * (minutes - 2));
}

describe('the grant', () => {
  test.each([
    [4, 1, 40],
    [4, 10, 40],
    [10, 3, 30],
    [40, 2, 20],
    [400, 1, 8],
    [400, 2, 8],
    [400, 5, 8],
    [400, 13, 8],
    [400, 200, 8],
    [2_000, 1_000, 5],
  ])(
    '%i a minute among %i tills: at least 97 %% is used, and no sixty seconds has more',
    (grant, tills, minutes) => {
      const { chain, random } = chainOf(grant, { ours: tills });
      chain.run(minutes * minute);
      expect(used(chain, grant, minutes)).toBeGreaterThanOrEqual(0.97);
      expect(busiest(chain)).toBeLessThanOrEqual(grant);
      expect(busiest(chain, () => 500 * random())).toBeLessThanOrEqual(grant);
    },
  );

  test('one a minute is one a minute', () => {
    const { chain } = chainOf(1, { ours: 3 });
    chain.run(30 * minute);
    expect(busiest(chain)).toBe(1);
    expect(chain.departures.length).toBeGreaterThanOrEqual(28);
  });

  test('whoever comes, dies and storms: no sixty seconds has more, also on a way that is up to half a second longer', () => {
    const manners = fc.constantFrom<Manner>('ours', 'foreign', 'storm', 'storm at the counter');
    const tills = fc.array(fc.tuple(manners, fc.nat(4 * minute), fc.nat(200), fc.boolean()), {
      minLength: 1,
      maxLength: 12,
    });
    const counters = fc.array(fc.tuple(fc.nat(11), fc.nat(6 * minute)), { maxLength: 60 });
    const grants = fc.constantFrom(1, 4, 7.5, 30, 100, 400);
    const once = (
      grant: number,
      some: [Manner, number, number, boolean][],
      at: [number, number][],
      seed: number,
    ) => {
      const random = seeded(seed);
      const chain = new Chain(grant, random);
      some.forEach(([manner, from, backlog, dies], index) => {
        const name = `${index}`;
        chain.after(from, () => chain.add(name, manner, backlog));
        if (dies) chain.after(from + 30 * second, () => chain.die(name));
        for (const [till, time] of at) {
          if (till === index) chain.after(from + time, () => chain.counter(name));
        }
      });
      chain.run(6 * minute);
      expect(busiest(chain)).toBeLessThanOrEqual(grant);
      expect(busiest(chain, () => 500 * random())).toBeLessThanOrEqual(grant);
    };
    const runs = { numRuns: atDepth({ whole: 150, short: 25 }) };
    fc.assert(fc.property(grants, tills, counters, fc.nat(), once), runs);
  }, 180_000);
});

describe('fairness', () => {
  test.each([8, 50, 200])('%i tills get the same', (tills) => {
    const { chain, names } = chainOf(400, { ours: tills });
    chain.run(10 * minute);
    const shares = names.ours.map((name) => chain.accepted(name));
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.9 * Math.max(...shares) - 4);
  });

  test('whoever has finished leaves its share to the others', () => {
    const { chain, random } = chainOf(400, {});
    for (let number = 0; number < 100; number += 1) {
      chain.after(random() * second, () => chain.add(`${number}`, 'ours', number < 90 ? 5 : 400));
    }
    chain.run(8 * minute);
    expect(chain.between(3 * minute, 8 * minute)).toBeGreaterThanOrEqual(0.97 * 5 * 400);
  });

  test('a till that dies wastes one slot', () => {
    const { chain, names } = chainOf(400, { ours: 100 });
    for (const name of names.ours.slice(0, 50)) chain.after(minute, () => chain.die(name));
    chain.run(5 * minute);
    // So many slots less than all, beside the two hundredths that are never given.
    const lost = 0.98 * 400 * 3.5 - chain.between(minute, 4.5 * minute);
    expect(lost).toBeLessThanOrEqual(60);
  });

  test.each([
    ['storm', 10, 1],
    ['storm', 50, 5],
    ['storm', 3, 3],
    ['storm at the counter', 10, 1],
  ] as const)(
    'a till of a %s takes nothing of the others: %i tills beside %i',
    (manner, tills, storms) => {
      const { chain, names } = chainOf(400, { ours: tills, [manner]: storms });
      chain.run(8 * minute);
      const fair = (0.98 * 400 * 8) / (tills + storms);
      for (const name of names.ours) {
        expect(chain.accepted(name)).toBeGreaterThanOrEqual(0.8 * fair - 2);
      }
    },
  );

  test('a client that knows no appointments is served by the same rules', () => {
    const { chain, names } = chainOf(400, { ours: 20, foreign: 20 });
    chain.run(10 * minute);
    const least = Math.min(...names.foreign.map((name) => chain.accepted(name)));
    expect(least).toBeGreaterThanOrEqual(0.8 * ((0.98 * 400 * 10) / 40));
  });

  test('nobody starves: each till of a long row has its turn in every round', () => {
    const { chain, names } = chainOf(60, { ours: 120, storm: 3 });
    chain.run(10 * minute);
    for (const name of names.ours) expect(chain.accepted(name)).toBeGreaterThanOrEqual(3);
  });
});

describe('a save at the counter', () => {
  test('leaves at once while two hundred tills drain, and the backlog makes up for it', () => {
    const { chain, names, random } = chainOf(400, { ours: 200 });
    for (let at = 70 * second; at < 9 * minute; at += 2 * second) {
      const name = names.ours[Math.floor(random() * 200)] ?? '';
      chain.after(at + random() * second, () => chain.counter(name));
    }
    chain.run(10 * minute);
    const waits = chain.counterWaits.sort((a, b) => a - b);
    expect(waits.length).toBeGreaterThan(200);
    expect(waits[Math.floor(0.95 * waits.length)]).toBeLessThanOrEqual(second);
    expect(busiest(chain)).toBeLessThanOrEqual(400);
    expect(used(chain, 400, 10)).toBeLessThanOrEqual(0.985);
  });

  test('has the next place that is free where all are taken, before every backlog', () => {
    const { chain } = chainOf(4, { ours: 10 });
    chain.run(10 * minute);
    chain.counter('ours 3');
    chain.run(11 * minute);
    expect(chain.counterWaits).toHaveLength(1);
    expect(chain.counterWaits[0]).toBeLessThanOrEqual(17 * second);
  });

  test('of a till that calls everything one is one only as often as people can come', () => {
    const schedule = new QuotaSchedule(400);
    schedule.decide({ appKey: 'a', urgency: 'report', waiting: 0 }, 0);
    const kinds = Array.from({ length: 60 }, (_, call) =>
      schedule.decide({ appKey: 'a', urgency: 'counter', waiting: 9 }, 2 * minute + call),
    );
    expect(kinds.filter((one) => one.kind === 'go' && one.hold === 0).length).toBeLessThanOrEqual(
      8,
    );
  });
});

describe('an appointment', () => {
  const crowd = (grant = 60): QuotaSchedule => {
    const schedule = new QuotaSchedule(grant);
    for (let till = 0; till < 30; till += 1) backlog(schedule, `${till}`, 2 * minute);
    return schedule;
  };
  const backlog = (
    schedule: QuotaSchedule,
    appKey: string,
    at: number,
    waiting: number | null = 9,
  ) => schedule.decide({ appKey, urgency: 'backlog', waiting }, at);

  test('is told again to whoever comes too early, the same moment each time', () => {
    const schedule = crowd();
    const first = backlog(schedule, 'x', 2 * minute);
    if (first.kind !== 'appointment') throw new Error(first.kind);
    for (const wait of [1, 500, first.next - 2_100]) {
      const again = backlog(schedule, 'x', 2 * minute + wait);
      expect(again).toEqual({ kind: 'appointment', next: first.next - wait });
    }
    const kept = backlog(schedule, 'x', 2 * minute + first.next);
    expect(kept).toMatchObject({ kind: 'go', hold: 0 });
  });

  test('is still kept with whoever is late, and no more after ten seconds', () => {
    const late = (wait: number) => {
      const schedule = crowd();
      const told = backlog(schedule, 'x', 2 * minute);
      if (told.kind !== 'appointment') throw new Error(told.kind);
      for (let till = 0; till < 30; till += 1) backlog(schedule, `y${till}`, 2 * minute);
      return backlog(schedule, 'x', 2 * minute + told.next + wait).kind;
    };
    expect([late(1), late(900), late(9_900), late(10_100)]).toEqual([
      'go',
      'go',
      'go',
      'appointment',
    ]);
  });

  test('comes with the answer to whoever has more, and not to whoever has not, nor where there is no crowd', () => {
    const schedule = crowd();
    const told = backlog(schedule, 'x', 2 * minute);
    if (told.kind !== 'appointment') throw new Error(told.kind);
    for (let till = 0; till < 30; till += 1) {
      backlog(schedule, `y${till}`, 2 * minute + told.next);
    }
    const more = backlog(schedule, 'x', 2 * minute + told.next);
    expect(more.kind === 'go' && more.next).toBeGreaterThan(0);
    const last = backlog(
      schedule,
      'x',
      2 * minute + told.next + (more.kind === 'go' ? more.next : 0),
      0,
    );
    expect(last).toMatchObject({ kind: 'go', next: 0 });
    expect(backlog(new QuotaSchedule(400), 'x', minute)).toMatchObject({ kind: 'go', next: 0 });
  });

  test('is told with a report as well, which never waits', () => {
    const schedule = crowd();
    const told = backlog(schedule, 'x', 2 * minute);
    const report = schedule.decide({ appKey: 'x', urgency: 'report', waiting: 9 }, 2 * minute);
    expect(report).toEqual({ kind: 'go', hold: 0, next: told.kind === 'appointment' && told.next });
  });
});

describe('a ban of the platform', () => {
  const call = (schedule: QuotaSchedule, at: number, appKey = 'a') =>
    schedule.decide({ appKey, urgency: 'counter', waiting: 0 }, at);

  test('is answered to everybody until it ends, with what is left of it; then all goes on, one after the other', () => {
    const schedule = new QuotaSchedule(60);
    for (let till = 0; till < 20; till += 1) {
      schedule.decide({ appKey: `${till}`, urgency: 'backlog', waiting: 9 }, 2 * minute);
    }
    schedule.banned(30, 2 * minute);
    expect(call(schedule, 2 * minute + second, 'z')).toEqual({ kind: 'banned', left: 29 * second });
    schedule.banned(10, 2 * minute + second);
    expect(call(schedule, 2.5 * minute - 1, 'z')).toEqual({ kind: 'banned', left: 1 });
    const after = Array.from({ length: 20 }, (_, till) =>
      schedule.decide({ appKey: `${till}`, urgency: 'backlog', waiting: 9 }, 2.5 * minute + second),
    );
    expect(after.filter(({ kind }) => kind === 'go').length).toBeLessThanOrEqual(4);
  });

  test('teaches a relay without a setting what passed in the minute before; a second one lowers it', () => {
    const { chain } = chainOf(null, { ours: 1 });
    chain.run(2 * minute);
    const taught = chain.between(minute, 2 * minute);
    const rate = () => chain.between(chain.now - minute, chain.now);
    chain.schedule.banned(10, 2 * minute);
    for (const name of ['second', 'third']) chain.add(name, 'ours', ENDLESS);
    chain.run(5 * minute);
    expect(rate()).toBeLessThanOrEqual(taught);
    expect(rate()).toBeGreaterThanOrEqual(0.93 * taught);
    chain.schedule.banned(10, 5 * minute);
    chain.run(8 * minute);
    expect(rate()).toBeLessThanOrEqual(0.9 * taught);
    expect(rate()).toBeGreaterThanOrEqual(0.83 * taught);
  });

  test('that comes before much has passed teaches a relay without a setting little, and starves no chain', () => {
    const { chain } = chainOf(null, {});
    for (let call = 0; call < 3; call += 1) chain.schedule.decide(someone, 0);
    chain.schedule.banned(30, 0);
    for (let till = 0; till < 300; till += 1) chain.add(`${till}`, 'ours', ENDLESS);
    chain.run(10 * minute);
    expect(chain.between(5 * minute, 10 * minute)).toBeGreaterThanOrEqual(5 * 55);
    expect(chain.schedule.decide({ ...someone, urgency: 'counter' }, chain.now).kind).toBe('go');
  });

  test('heard of by many calls that were under way is one', () => {
    const once = new QuotaSchedule(100);
    const often = new QuotaSchedule(100);
    once.banned(10, minute);
    for (let call = 0; call < 50; call += 1) often.banned(10, minute);
    const limit = (schedule: QuotaSchedule) => {
      let count = 0;
      for (let at = 75 * second; at < 135 * second; at += 20) {
        if (call(schedule, at, `${at}`).kind === 'go') count += 1;
      }
      return count;
    };
    expect(limit(often)).toBe(limit(once));
    expect(limit(once)).toBeLessThanOrEqual(91);
  });
});

const someone = { appKey: 'someone', urgency: 'foreign', waiting: 0 } as const;

describe('a schedule that has lost what it knew', () => {
  test('lets nobody, not even the counter, leave faster than the even pace for a minute', () => {
    const grant = 100;
    const before = chainOf(grant, { ours: 50 }, 3);
    before.chain.run(10 * minute);
    const after = chainOf(grant, { ours: 50 }, 4);
    for (let at = 0; at < minute; at += 300) {
      after.chain.after(1_100 + at, () => after.chain.counter(`ours ${(at / 300) % 50}`));
    }
    after.chain.run(3 * minute);
    after.chain.departures.push(
      // What it still held went with it.
      ...before.chain.departures
        .map((one) => ({ ...one, at: one.at - 10 * minute }))
        .filter(({ at }) => at <= 0),
    );
    expect(busiest(after.chain)).toBeLessThanOrEqual(grant);
  });

  test('keeps the places of a whole chain whose counters all ask at once: each goes at its own, one after the other', () => {
    const grant = 400;
    const schedule = new QuotaSchedule(grant);
    const counter = (till: number, now: number) =>
      schedule.decide({ appKey: `${till}`, urgency: 'counter', waiting: 9 }, now);
    const tills = Array.from({ length: 200 }, (_, till) => till);
    const comes = tills.map((till) => {
      const told = counter(till, till);
      return { till, at: till + (told.kind === 'appointment' ? told.next : 0), told };
    });
    const later = comes.filter(({ told }) => told.kind === 'appointment');
    expect(later.length).toBeGreaterThanOrEqual(180);
    for (const { till, at } of later.sort((a, b) => a.at - b.at)) {
      const kept = counter(till, at + (till % 100));
      expect(kept).toMatchObject({ kind: 'go', hold: 0 });
    }
  });

  test('a relay that is new starts with its first call within the time from one slot to the next', () => {
    const call = { appKey: 'a', urgency: 'counter', waiting: 0 } as const;
    expect(new QuotaSchedule(400).decide(call, 0)).toMatchObject({ kind: 'go', hold: 0 });
    expect(new QuotaSchedule(60).decide(call, 0)).toMatchObject({ kind: 'go', hold: 1_021 });
    expect(new QuotaSchedule(null).decide(call, 0)).toEqual({ kind: 'go', hold: 0, next: 0 });
  });
});
