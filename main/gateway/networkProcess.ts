import { setTimeout as sleep } from 'node:timers/promises';
import { app, type Session } from 'electron';

const NETWORK_SERVICE = 'network.mojom.NetworkService';

/** After a call that was given up it may take so many seconds; then it hears nobody any more. */
const STUCK_AFTER = 10;

/** How many network processes have ended since somebody first asked. */
let ended: number | null = null;

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
  try {
    process.kill(found.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/**
 * Ends the network process where it hears nobody any more, after a call of this session was given up. It reads one
 * "100 Continue" after the other in one go (`HttpStreamParser`): as long as these come fast enough it does nothing else,
 * for nobody, and does not even hear that the call was given up. Gives whether it had to be ended; `generation`: in which
 * the session was opened.
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
  // In steps: what a PC sleeps through is none of them.
  for (let second = 0; second < STUCK_AFTER && !hears; second += 1) await sleep(1_000);
  if (hears || generation !== networkGeneration()) return false;
  endNetworkProcess();
  return true;
}
