import { setPriority } from 'node:os';
import { PlainFailure } from './plainFailure.ts';
import { runScript } from './runScript.ts';
import { BUSY, BUSY_NICENESS } from './testParts.ts';
import { runTests } from './testRun.ts';

/** The tests that never wait, in a process of their own: `npm test` starts it, and hears from it what it came to. */
await runScript(async () => {
  const { send } = process;
  if (send === undefined) throw new PlainFailure('started by npm test alone');
  // Its workers and browsers inherit it.
  setPriority(BUSY_NICENESS);
  const tally = await runTests([], { project: BUSY });
  await new Promise((sent) => send.call(process, tally, sent));
  return tally.isGood ? 0 : 1;
});
