import type { UpdateProblem } from '../../app/update/updateCodes.ts';
import type { Log } from '../log.ts';
import type { UpdateEngine } from './updateEngine.ts';
import type { UpdateMemory } from './updateMemory.ts';

/** Why what was fetched must not be installed, or null. */
export async function problemOfFetched(
  engine: Pick<UpdateEngine, 'verify'>,
  memory: UpdateMemory,
): Promise<UpdateProblem | null> {
  return (await engine.verify()) ?? ((await memory.mayTry()) ? null : 'update.not-written');
}

/** Installs it, once the till is closed: `UpdateEngine.install`. */
export async function takeOver(
  engine: Pick<UpdateEngine, 'install'> | null,
  version: string,
  args: readonly string[] | null,
  { log, memory }: { log: Log; memory: UpdateMemory },
): Promise<UpdateProblem | null> {
  // What is not written down might be tried for ever.
  if (engine === null || !(await memory.trying(version))) return 'update.not-written';
  const problem = await engine.install(args);
  log[problem === null ? 'info' : 'error']('update installed', { version, problem });
  return problem;
}
