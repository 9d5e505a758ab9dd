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
