import type { Contender, OpenedStore } from './contender.ts';

export type Operation = 'enqueue' | 'update' | 'remove';

export interface Samples {
  contender: Contender;
  /** Ms of each call. */
  times: Record<Operation, number[]>;
}

export interface RoundsOptions {
  backlog: number;
  rounds: number;
  /** A contender that has used up this much time (ms) sits the rest out, after three rounds. */
  budget: number;
}

/** Runs all contenders in turn, round by round, so that the disk's moods hit all of them alike. */
export async function runRounds(
  opened: readonly (readonly [Contender, OpenedStore])[],
  { backlog, rounds, budget }: RoundsOptions,
): Promise<Samples[]> {
  const all = opened.map(([contender, store]) => ({
    store,
    used: 0,
    samples: { contender, times: { enqueue: [], update: [], remove: [] } } as Samples,
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const one of all) {
      if (one.used > budget && round >= 3) continue;
      const number = backlog + 1 + round;
      for (const operation of ['enqueue', 'update', 'remove'] as const) {
        const start = performance.now();
        await one.store[operation](number);
        const time = performance.now() - start;
        one.used += time;
        one.samples.times[operation].push(time);
      }
    }
  }
  return all.map(({ samples }) => samples);
}
