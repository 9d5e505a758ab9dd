import fc from 'fast-check';
import { begin, type Model, type Real, recovers } from './model.ts';
import { OUTBOX_COMMANDS } from './modelCommands.ts';
import { TROUBLES } from './modelTroubles.ts';

/** `replayPath`: how far each command of a failure had come, which fast-check prints with it. */
function property(replayPath?: string) {
  const commands = fc.commands([...OUTBOX_COMMANDS, ...TROUBLES], {
    size: '+1',
    ...(replayPath === undefined ? {} : { replayPath }),
  });
  // Another seed is no smaller case.
  return fc.asyncProperty(commands, fc.noShrink(fc.integer()), async (sequence, seed) => {
    const begun: { model: Model; real: Real } = await begin(seed);
    await fc.asyncModelRun(() => begun, sequence);
    await recovers(begun.model, begun.real);
  });
}

/** What fast-check prints of a failure, to see it again. */
export interface Again {
  seed?: number;
  path?: string;
  replayPath?: string;
}

/** Random sequences of everything that can happen to an outbox and its disk, against a plain model in memory. */
export async function checkModel(
  runs: number,
  { replayPath, ...again }: Again = {},
): Promise<void> {
  await fc.assert(property(replayPath), { numRuns: runs, includeErrorInReport: true, ...again });
}

/** How many sequences run well before one fails, or null when all of them do. */
export async function sequencesUntilFailure(runs: number, seed: number): Promise<number | null> {
  const result = await fc.check(property(), { numRuns: runs, seed, endOnFailure: true });
  return result.failed ? result.numRuns : null;
}
