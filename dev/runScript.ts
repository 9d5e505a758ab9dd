import { constants } from 'node:os';
import { PlainFailure } from './plainFailure.ts';
import { endAllChildren } from './processes.ts';

/**
 * Runs a script to its exit code. Whatever ends it, a result, a failure or a signal, the children it
 * started are ended first, in order.
 */
export async function runScript(body: () => Promise<number>): Promise<void> {
  const code = await Promise.race([exitCodeOfSignal(), starterGone(), body().catch(report)]);
  await endAllChildren();
  process.exit(code);
}

/** Later signals are ignored: a terminal and npm both pass Ctrl+C on, and ending takes a moment. */
function exitCodeOfSignal(): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve(128 + constants.signals[signal]));
    }
  });
}

/**
 * npm ends on SIGTERM without passing it on: a script that it started would go on for ever. Resolves
 * when the process that started us has gone, with the exit code of a terminal that was closed.
 */
function starterGone(): Promise<number> {
  const { npm_lifecycle_event: isStartedByNpm } = process.env;
  const starter = process.ppid;
  return new Promise((resolve) => {
    if (!isStartedByNpm || process.platform === 'win32') return;
    setInterval(() => {
      if (process.ppid !== starter) resolve(128 + constants.signals.SIGHUP);
    }, 250).unref();
  });
}

function report(error: unknown): number {
  console.error(error instanceof PlainFailure ? error.message : error);
  return 1;
}
