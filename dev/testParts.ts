import { once } from 'node:events';
import { join } from 'node:path';
import { type StartedChild, startChild } from './processes.ts';
import { projectRoot } from './projectPaths.ts';
import { runTests, type Tally, together } from './testRun.ts';

/** The projects (`vitest.config.ts`) that wait, for a hand, a window, a key's due time: a seventh of the cores' time went by alone. */
const WAITING = ['page', 'e2e'];

/** All others never wait: each of their two workers keeps a core busy. */
export const BUSY = WAITING.map((project) => `!${project}`);

/**
 * How nice those are to the others (0 to 19): who has waited goes on at once, as on quiet cores, and who has not gets a
 * quarter where there is not enough for all.
 */
export const BUSY_NICENESS = 5;

/** Of a run that ended before it could say anything. */
const NOTHING: Tally = {
  passed: 0,
  failed: 1,
  skipped: 0,
  isGood: false,
  failures: ['the tests that never wait: ended without a word'],
  secondTries: [],
};

/** All tests, in two runs side by side: what never waits fills the time in which the others do. */
export async function runAllTests(): Promise<Tally> {
  const busy = await startChild(process.execPath, [join(projectRoot, 'dev/testBeside.ts')], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // Vitest writes what comes by these streams of ours above the lines that it renews.
  const { stdout, stderr } = busy.process;
  stdout?.on('data', (part) => process.stdout.write(part));
  stderr?.on('data', (part) => process.stderr.write(part));
  const tally = toldBy(busy);
  return together(await runTests([], { project: WAITING }), await tally);
}

/** What a run in a process of its own says that it came to, once it has ended. */
export async function toldBy(run: Pick<StartedChild, 'process' | 'ended'>): Promise<Tally> {
  let told = NOTHING;
  run.process.on('message', (tally) => {
    told = tally as Tally;
  });
  // What it says last may still be on its way when it has ended.
  await Promise.all([once(run.process, 'disconnect'), run.ended]);
  return told;
}
