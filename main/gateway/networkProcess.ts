import { setTimeout as sleep } from 'node:timers/promises';
import { app, type Session } from 'electron';

const NETWORK_SERVICE = 'network.mojom.NetworkService';

/** After a call that was given up it may take so many seconds; then it hears nobody any more. */
const STUCK_AFTER = 10;

/** How long it may take until the end of a network process is told (ms). */
const TOLD_WITHIN_MS = 1_000;

/** How many network processes have ended since somebody first asked. */
let ended: number | null = null;

/** Which of them `endNetworkProcess` has ended. */
const endedHere = new Set<number>();

/**
 * Which network process of Chromium's this is, counted from 0. After one has ended (a crash, or `endNetworkProcess`)
 * there is a new one, but no session that was opened before ever carries a call again: each ends as `ERR_FAILED`
 * (seen on Electron 25).
 */
export function networkGeneration(): number {
  if (ended === null) {
    app.on('child-process-gone', (_event, { serviceName }) => {
      if (serviceName === NETWORK_SERVICE) ended = (ended ?? 0) + 1;
    });
  }
  ended ??= 0;
  return ended;
}

/** Ends the network process, of which nothing is to be expected any more; Chromium begins another one by itself. */
export function endNetworkProcess(): void {
  const found = app.getAppMetrics().find(({ serviceName }) => serviceName === NETWORK_SERVICE);
  if (found === undefined) return;
  endedHere.add(networkGeneration());
  try {
    process.kill(found.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/**
 * Ends the network process where it hears nobody any more, after a call of this session was given up. It reads one
 * "100 Continue" after the other in one go (`HttpStreamParser`), and so the lines behind the last chunk: as long as these
 * come fast enough it does nothing else, for nobody, and does not even hear that the call was given up. Gives whether it
 * had to be ended; `generation`: in which the session was opened.
 */
export async function endIfStuck(
  session: Pick<Session, 'closeAllConnections'>,
  generation: number,
): Promise<boolean> {
  let hears = false;
  const heard = () => {
    hears = true;
  };
  void session.closeAllConnections().then(heard, heard);
  const isGone = () => generation !== networkGeneration();
  // In steps: what a PC sleeps through is none of them.
  for (let second = 0; second < STUCK_AFTER && !hears && !isGone(); second += 1) await sleep(1_000);
  if (hears || isGone()) return false;
  endNetworkProcess();
  return true;
}

/**
 * Whether the network process in which a session was opened has ended by itself, as it does where an answer names more
 * encodings than its stack takes: to be asked when a call has been lost.
 */
export async function hasCrashed(generation: number): Promise<boolean> {
  await sleep(TOLD_WITHIN_MS);
  return generation !== networkGeneration() && !endedHere.has(generation);
}

/** Whether the network process has ended under a call of this session that was lost, or had to be ended. */
export async function hasCostProcess(
  session: Pick<Session, 'closeAllConnections'>,
  generation: number,
): Promise<boolean> {
  if (await endIfStuck(session, generation)) return true;
  await sleep(TOLD_WITHIN_MS);
  return generation !== networkGeneration();
}
