import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { PlainFailure } from '../../dev/plainFailure.ts';
import { type StartedChild, startChild } from '../../dev/processes.ts';
import type { Order, Runs } from './runs.ts';

/** Runs something in a Node process of its own, and gives what it says at its end. */
export async function runInNode<Name extends keyof Runs>(
  name: Name,
  told: Runs[Name]['told'],
  flags: readonly string[] = [],
): Promise<Runs[Name]['said']> {
  const script = join(import.meta.dirname, 'inNode.ts');
  const order = JSON.stringify({ name, told } as Order);
  const child = await startChild(process.execPath, [...flags, script, order], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return hear(child, name);
}

/** What it says at its end; what it has complained about is only of interest where there is no end. */
export async function hear<Name extends keyof Runs>(
  child: StartedChild,
  name: Name,
): Promise<Runs[Name]['said']> {
  const { stdout, stderr } = child.process;
  const [said, complaint, ending] = await Promise.all([
    text(stdout as Readable),
    text(stderr as Readable),
    child.ended,
  ]);
  if (ending.code !== 0)
    throw new PlainFailure(`${name} has ended without a result:\n${complaint}`);
  return JSON.parse(said) as Runs[Name]['said'];
}
