import type { AdministrationProblem, AdministrationProblemCode } from '../tills/administration.ts';
import type { CommandSpec, Given } from './commandLine.ts';
import { type CommandWorld, EXIT } from './world.ts';

export interface Command extends CommandSpec {
  /** What `--help` says: usage in the first line, then what it does. */
  help: string;
  /** What else is wrong with what was given, though the line can be read. Nothing is done yet. */
  check?(given: Given, world: CommandWorld): Promise<string[]>;
  run(given: Given, world: CommandWorld): Promise<Result>;
}

/** What came of a command: for programs as JSON, for people in lines. */
export type Result =
  | { ok: true; json: unknown; lines: readonly string[] }
  | { ok: false; problem: AdministrationProblem }
  | { ok: false; mistakes: readonly string[] };

export function mistaken(mistakes: readonly string[]): Result {
  return { ok: false, mistakes };
}

/** What the same command may not meet again. */
const LATER: readonly AdministrationProblemCode[] = [
  'state.away',
  'state.held',
  'relay.unreachable',
];

/** Says what came of it, and gives the exit code. */
export function tell(result: Result, { say, complain }: CommandWorld, isJson: boolean): number {
  if (result.ok) {
    if (isJson) say(JSON.stringify(result.json, null, 2));
    else for (const line of result.lines) say(line);
    return EXIT.done;
  }
  if ('mistakes' in result) {
    for (const mistake of result.mistakes) complain(mistake);
    return EXIT.notUnderstood;
  }
  const { code, says } = result.problem;
  if (isJson) say(JSON.stringify({ problem: { code, says } }, null, 2));
  for (const line of says.split('\n')) complain(`${code}: ${line}`);
  if (code === 'order.not-understood') return EXIT.notUnderstood;
  return LATER.includes(code) ? EXIT.later : EXIT.failed;
}
