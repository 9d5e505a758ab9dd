import type { Contender, OpenedStore } from './contender.ts';

export type Operation = 'enqueue' | 'update' | 'remove';

export interface Samples {
  contender: Contender;
  /** Ms of each call. */
  times: Record<Operation, number[]>;
}

export interface RoundsOptions {
  backlog: number;
  turns: number;
  /** Calls of each kind that a contender makes in its turn: the first one is not all that counts. */
  callsATurn: number;
  /** A contender that has used up this much time (ms) sits the rest out, after three calls of each kind. */
  budget: number;
}

/** Runs all contenders in turn, again and again, so that the disk's moods hit all of them alike. */
export async function runRounds(
  opened: readonly (readonly [Contender, OpenedStore])[],
  { backlog, turns, callsATurn, budget }: RoundsOptions,
): Promise<Samples[]> {
  const all = opened.map(([contender, store]) => ({
    store,
    used: 0,
    samples: { contender, times: { enqueue: [], update: [], remove: [] } } as Samples,
  }));
  for (let turn = 0; turn < turns; turn += 1) {
    for (const one of all) {
      const first = backlog + 1 + turn * callsATurn;
      for (let number = first; number < first + callsATurn; number += 1) {
        if (one.used > budget && one.samples.times.enqueue.length >= 3) break;
        for (const operation of ['enqueue', 'update', 'remove'] as const) {
          const start = performance.now();
          await one.store[operation](number);
          const time = performance.now() - start;
          one.used += time;
          one.samples.times[operation].push(time);
        }
      }
    }
  }
  return all.map(({ samples }) => samples);
}
