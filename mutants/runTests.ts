import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startChild } from '../dev/processes.ts';
import { REACHED } from './mutant.ts';
import type { ProjectCopy } from './projectCopy.ts';
import type { Said } from './testsInCopy.ts';

/** Milliseconds in which no test ends, after which it is a loop without end: a test has 30 s. */
const PATIENCE = 60_000;

/**
 * Runs test files in a copy until one test fails: its name, or null when all pass. A loop without end is
 * ended from outside and counts as a failure.
 */
export async function runTests(
  copy: ProjectCopy,
  tests: readonly string[],
  patience = PATIENCE,
): Promise<string | null> {
  const here = import.meta.dirname;
  const script = [join(here, 'testsInCopy.ts'), copy.folder, join(here, 'seededChecks.ts')];
  const child = await startChild(process.execPath, [...script, ...tests], {
    cwd: copy.folder,
    env: { ...outside(), TMPDIR: copy.temporary, [REACHED]: copy.reached },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let failed: string | null | undefined;
  let last = 'the start';
  const giveUp = () => {
    failed ??= `no end after: ${last}`;
    void child.kill();
  };
  let silence = setTimeout(giveUp, PATIENCE);
  child.process.on('message', (said: Said) => {
    clearTimeout(silence);
    if ('failed' in said) failed = said.failed;
    else {
      last = said.ended;
      silence = setTimeout(giveUp, patience);
    }
  });
  const { stderr } = child.process;
  const complaint = stderr === null ? '' : await text(stderr);
  await child.ended;
  clearTimeout(silence);
  if (failed === undefined) throw new Error(`The tests have ended without a result:\n${complaint}`);
  return failed;
}

/** The environment without what tells of a run of tests around us. */
function outside(): NodeJS.ProcessEnv {
  const names = Object.keys(process.env).filter((name) => !/^(VITEST|NODE_ENV$|TEST$)/.test(name));
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}
