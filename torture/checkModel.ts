import fc from 'fast-check';
import { begin, type Model, type Real, recovers } from './model.ts';
import { OUTBOX_COMMANDS } from './modelCommands.ts';
import { TROUBLES } from './modelTroubles.ts';

const commands = fc.commands([...OUTBOX_COMMANDS, ...TROUBLES], { size: '+1' });

const property = fc.asyncProperty(commands, async (sequence) => {
  const begun: { model: Model; real: Real } = await begin();
  await fc.asyncModelRun(() => begun, sequence);
  await recovers(begun.model, begun.real);
});

/** Random sequences of everything that can happen to an outbox and its disk, against a plain model in memory. */
export async function checkModel(
  runs: number,
  again: Pick<fc.Parameters, 'seed' | 'path'> = {},
): Promise<void> {
  await fc.assert(property, { numRuns: runs, includeErrorInReport: true, ...again });
}

/** How many sequences run well before one fails, or null when all of them do. */
export async function sequencesUntilFailure(runs: number, seed: number): Promise<number | null> {
  const result = await fc.check(property, { numRuns: runs, seed, endOnFailure: true });
  return result.failed ? result.numRuns : null;
}
