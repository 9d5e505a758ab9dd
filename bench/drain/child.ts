import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { PlainFailure } from '../../dev/plainFailure.ts';
import { startChild } from '../../dev/processes.ts';
import type { BareRun } from './bareClient.ts';
import type { TillRun } from './tillDrain.ts';

/** What the scripts of this folder say at their end. */
interface Runs {
  bareClient: BareRun;
  tillDrain: TillRun;
}

/** Runs a script of this folder in a process of its own, and gives what it says at its end. */
export async function runChild<Script extends keyof Runs>(
  script: Script,
  told: Runs[Script]['told'],
  flags: readonly string[] = [],
): Promise<Runs[Script]['said']> {
  const file = join(import.meta.dirname, `${script}.ts`);
  const child = await startChild(process.execPath, [...flags, file, JSON.stringify(told)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, ending] = await Promise.all([text(child.process.stdout as Readable), child.ended]);
  if (ending.code !== 0) throw new PlainFailure(`${script} has ended without a result.`);
  return JSON.parse(said) as Runs[Script]['said'];
}
