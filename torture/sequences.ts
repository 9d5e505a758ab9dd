import fc from 'fast-check';

/** A world in which something happens, and then something else. */
interface SequencesOptions<World extends { end(): Promise<void> }, Step> {
  step: fc.Arbitrary<Step>;
  /** How many steps a sequence has: from, to. */
  length: readonly [number, number];
  begin(): Promise<World>;
  take(world: World, step: Step): Promise<void>;
  /** What is looked at when all has happened. */
  finish(world: World): Promise<void>;
}

/** Random sequences of steps, each in a world of its own. */
export interface Sequences {
  /** Rejects with the shortest sequence that was found to fail; `again`: as an earlier run told. */
  check(runs: number, again?: Pick<fc.Parameters, 'seed' | 'path'>): Promise<void>;
  /** How many sequences run well before one fails, or null when all of them do. */
  untilFailure(runs: number, seed: number): Promise<number | null>;
}

export function sequencesOf<World extends { end(): Promise<void> }, Step>(
  options: SequencesOptions<World, Step>,
): Sequences {
  const [minLength, maxLength] = options.length;
  const property = fc.asyncProperty(
    fc.array(options.step, { minLength, maxLength, size: 'max' }),
    async (steps) => {
      const world = await options.begin();
      try {
        for (const step of steps) await options.take(world, step);
        await options.finish(world);
      } finally {
        await world.end();
      }
    },
  );
  return {
    check: async (runs, again = {}) => {
      await fc.assert(property, { numRuns: runs, includeErrorInReport: true, ...again });
    },
    untilFailure: async (runs, seed) => {
      const result = await fc.check(property, { numRuns: runs, seed, endOnFailure: true });
      return result.failed ? result.numRuns : null;
    },
  };
}
