import { writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { debuggingPort, firstPage, type PageTarget, pictureOf } from '../../dev/devtools.ts';
import type { Ending } from '../../dev/processes.ts';
import type { Client } from './client.ts';
import { type AppOptions, type LaunchedApp, launch, type Output } from './launch.ts';
import { attachSpectron } from './spectron.ts';

export type RunningApp = {
  client: Client;
  /** Sends a command of the DevTools protocol to the window. */
  devtools(method: string, params: object): Promise<unknown>;
  /** Electron's main process. */
  pid: number;
  /** What it has written so far. */
  output: Output;
  ended: Promise<Ending>;
  /** A picture (PNG) of the window. */
  screenshot(path: string): Promise<void>;
  /** Ends the app as its session would, and waits until that has been done in order. */
  stop(): Promise<Ending>;
  /** Kills the whole process tree at once, as a power cut would, and waits until nothing is left. */
  kill(): Promise<Ending>;
};

/** How long a window may take to appear unless told otherwise, and an app to end (ms). */
const patience = 20_000;

/** How long the client's own waits last unless told otherwise (ms). */
const waitTimeout = 10_000;

/** How long the client may take to let go of an app that is to be killed (ms). */
const detachPatience = 2_000;

/** Starts an app of its own for one test and attaches to its window. */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const launched = await launch(options, ['--remote-debugging-port=0']);
  const { child, output } = launched;
  try {
    const port = await portWithWindow(launched, options.windowWithin ?? patience);
    const { client, devtools, detach } = await attachSpectron(port, waitTimeout);
    return {
      client,
      devtools,
      pid: child.pid,
      output,
      ended: child.ended,
      screenshot: async (path) => writeFile(path, await pictureOf(await window(port))),
      stop: async () => {
        process.kill(child.pid, 'SIGTERM');
        return endedInTime(launched);
      },
      kill: async () => {
        // An app that answers nothing any more is killed all the same.
        await Promise.race([detach().catch(() => undefined), sleep(detachPatience)]);
        return child.kill();
      },
    };
  } catch (error) {
    await child.kill();
    throw new Error(`${(error as Error).message}\n${output.stdout}${output.stderr}`);
  }
}

async function portWithWindow({ child }: LaunchedApp, within: number): Promise<number> {
  const port = await debuggingPort(child.process.stderr as Readable);
  if (port === undefined) {
    const { code, signal } = await child.ended;
    throw new Error(`The app ended before it had a window: ${code ?? signal}.`);
  }
  await window(port, within);
  return port;
}

async function window(port: number, within = patience): Promise<PageTarget> {
  const page = await firstPage(port, within);
  if (page === undefined) throw new Error('The app has no window.');
  return page;
}

async function endedInTime({ child, output }: LaunchedApp): Promise<Ending> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, patience, 'late');
  });
  const ending = await Promise.race([child.ended, late]);
  clearTimeout(timer);
  if (ending !== 'late') return ending;
  await child.kill();
  throw new Error(`The app did not end when it was told to.\n${output.stderr}`);
}
