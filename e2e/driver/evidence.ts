import { setTimeout as sleep } from 'node:timers/promises';
import { TestRunner } from 'vitest';

/** How long a program that hangs may take to say how it stands (ms). */
const PATIENCE = 5_000;

interface Failed {
  result?: { state?: string; errors?: { message: string }[] };
}

/**
 * Where the test that runs has just failed: how the program stood is put into the first line of what was wrong, which is the
 * one that is said at the end of a run. What fails once in a thousand runs, on another machine, tells nothing otherwise.
 */
export async function addEvidence(
  gather: () => Promise<string>,
  test: Failed | undefined = TestRunner.getCurrentTest(),
): Promise<void> {
  const error = test?.result?.errors?.at(-1);
  if (test?.result?.state !== 'fail' || error === undefined) return;
  const late = sleep(PATIENCE, 'it does not say how it stands', { ref: false });
  const evidence = await Promise.race([gather().catch(String), late]);
  const [first = '', ...others] = error.message.split('\n');
  error.message = [`${first} [${evidence.replaceAll(/\s+/g, ' ')}]`, ...others].join('\n');
}
